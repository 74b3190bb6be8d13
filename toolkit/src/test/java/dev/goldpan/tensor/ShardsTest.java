package dev.goldpan.tensor;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.goldpan.fixtures.Fixtures;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ShardsTest {
    private static final Path INDEX = Fixtures.path("weights/sharded/model.safetensors.index.json");

    @TempDir
    Path folder;

    @Test
    void readsAllShardsAsOne() {
        try (Scope scope = Scope.open(); TensorSource model = TensorFile.open(INDEX)) {
            assertEquals(Set.of("a.weight", "a.bias", "b.weight"), model.names());
            Ruled.check("a.weight", model.read("a.weight"), ElementType.F32.scalar, 2, 3);
            Ruled.check("b.weight", model.read("b.weight"), ElementType.BF16.scalar, 4);
            assertArrayEquals(new long[] {2}, model.shape("a.bias"));
            assertTrue(model.where("b.weight").endsWith("model-00002-of-00002.safetensors"));
            assertTrue(model.where("nowhere").endsWith("index.json"));
            model.release("a.weight");
        }
    }

    @Test
    void aMissingPartIsNamed() throws IOException {
        Path index = Files.copy(INDEX, folder.resolve("model.safetensors.index.json"));
        Path first = INDEX.resolveSibling("model-00001-of-00002.safetensors");
        Files.copy(first, folder.resolve(first.getFileName()));
        assertRefused(index, folder.resolve("model-00002-of-00002.safetensors") + ": this part of the model is missing");
    }

    @Test
    void linkedPartsAreFollowed() throws IOException {
        Path blobs = Files.createDirectory(folder.resolve("blobs"));
        Path snapshot = Files.createDirectory(folder.resolve("snapshot"));
        String[] names = {"model.safetensors.index.json", "model-00001-of-00002.safetensors", "model-00002-of-00002.safetensors"};
        for (int i = 0; i < names.length; i++) {
            Files.copy(INDEX.resolveSibling(names[i]), blobs.resolve("blob" + i));
            Files.createSymbolicLink(snapshot.resolve(names[i]), Path.of("../blobs/blob" + i));
        }
        Path index = snapshot.resolve(names[0]);
        try (TensorSource model = TensorFile.open(index)) {
            assertEquals(3, model.names().size());
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
        "{'weight_map':{'x':'../secret.safetensors'}} | which is not a plain file name",
        "{'weight_map':{'x':'/etc/passwd'}} | which is not a plain file name",
        "{'weight_map':{'x':'sub/part.safetensors'}} | which is not a plain file name",
        "{'weight_map':{'x':'sub\\\\part.safetensors'}} | which is not a plain file name",
        "{'weight_map':{'x':'..'}} | which is not a plain file name",
        "{'weight_map':{'x':'.'}} | which is not a plain file name",
        "{'weight_map':{'x':''}} | which is not a plain file name",
        "{'weight_map':{'x':'a\\u0000b'}} | which is not a plain file name",
        "{'weight_map':{'x':'model.safetensors.index.json'}} | which is not a plain file name",
        "{'weight_map':{'x':7}} | does not say which file has tensor 'x'",
        "{'weight_map':{'x':'types.safetensors'}} | says that tensor 'x' is in types.safetensors, which does not have it",
        "{'weight_map':{'x':'a','x':'b'}} | is damaged (Duplicate",
        "{'weight_map':{}} | has no weight_map",
        "{'weight_map':[]} | has no weight_map",
        "[] | has no weight_map",
        "{'weight_map':{'x':[[[[[[[[[[[[[]]]]]]]]]]]]]}} | is damaged",
        "{ | is damaged",
    })
    void anUnsoundIndexIsRefused(String json, String expected) throws IOException {
        Files.copy(Fixtures.path("weights/types.safetensors"), folder.resolve("types.safetensors"));
        Path index = folder.resolve("model.safetensors.index.json");
        assertRefused(Files.writeString(index, json.replace('\'', '"')), index + ": ");
        assertRefused(index, expected);
    }

    @Test
    void theFormatIsToldByTheContent() throws IOException {
        Path misnamed = Files.copy(Fixtures.path("weights/types.safetensors"), folder.resolve("misnamed.ckpt"));
        Path renamed = Files.copy(Fixtures.path("weights/types.pt"), folder.resolve("renamed.safetensors"));
        try (TensorSource safe = TensorFile.open(misnamed); TensorSource pickled = TensorFile.open(renamed)) {
            assertInstanceOf(Safetensors.class, safe);
            assertInstanceOf(TorchCheckpoint.class, pickled);
            assertEquals(safe.names().size(), pickled.names().size());
        }
    }

    private static void assertRefused(Path index, String expected) {
        String message = assertThrows(IllegalArgumentException.class, () -> TensorFile.open(index).close()).getMessage();
        assertTrue(message.contains(expected), message);
        assertEquals(0, message.chars().filter(Character::isISOControl).count(), message);
    }
}
