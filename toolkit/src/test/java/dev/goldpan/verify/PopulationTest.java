package dev.goldpan.verify;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.goldpan.fixtures.Fixtures;
import dev.goldpan.model.Bundled;
import dev.goldpan.tensor.Device;
import dev.goldpan.tensor.Precision;
import dev.goldpan.tensor.Safetensors;
import dev.goldpan.tensor.Scope;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PopulationTest {
    @Test
    void frechetDistancesAreThoseOfScipy() throws IOException {
        JsonNode wanted = new ObjectMapper().readTree(Fixtures.path("verify/distances/values.json").toFile());
        try (Scope scope = Scope.open(); Safetensors io = Fixtures.open("verify/distances/features.safetensors")) {
            for (String pair : List.of("a,b", "b,a", "a,a", "few,b")) {
                Tensor one = io.read(pair.split(",")[0]);
                Tensor other = io.read(pair.split(",")[1]);
                try (Frechet reference = new Frechet(other.mean(0), torch.cov(other.t()))) {
                    double distance = reference.distance(one.mean(0).unsqueeze(0), torch.cov(one.t()).unsqueeze(0)).item_double();
                    assertEquals(wanted.get(pair).asDouble(), distance, 1e-8 * (1 + distance), pair);
                }
            }
        }
    }

    @Test
    void inceptionScoreIsThatOfNumpy() throws IOException {
        JsonNode wanted = new ObjectMapper().readTree(Fixtures.path("verify/distances/values.json").toFile());
        try (Scope scope = Scope.open(); Safetensors io = Fixtures.open("verify/distances/features.safetensors")) {
            Tensor p = torch.softmax(io.read("logits"), 1);
            Tensor eleven = p.narrow(0, 0, 11);
            Tensor score = OracleInception.with(p.narrow(0, 11, 1), eleven.sum(0),
                    OracleInception.pLogP(eleven).sum().item_double(), 11);
            assertEquals(wanted.get("inception").asDouble(), score.item_double(), 1e-12);
        }
    }

    @Test
    void momentsGrowAsTheWholeSetHasThem() {
        try (Scope scope = Scope.open(); Moments grown = new Moments(3)) {
            torch.manual_seed(1);
            Tensor set = torch.randn(7, 3).to(ScalarType.Double);
            for (int i = 0; i < 6; i++) {
                grown.add(set.select(0, i));
            }
            Tensor last = set.narrow(0, 6, 1);
            Fixtures.assertClose("mean", set.mean(0), grown.meansWith(last).select(0, 0), 1e-12);
            Fixtures.assertClose("covariance", torch.cov(set.t()), grown.covariancesWith(last).select(0, 0), 1e-12);
        }
    }

    @Test
    void theFidOracleScoresTheSetThatWouldBe(@TempDir Path folder) throws IOException {
        Verifiers verifiers = TinyVerifiers.in(folder);
        try (Scope scope = Scope.open(); Population fid = (Population) verifiers.open("fid")) {
            torch.manual_seed(2);
            List<Evidence> images = new ArrayList<>();
            for (int i = 0; i < 12; i++) {
                images.add(Evidence.of(torch.rand(1, 3, 16, 16), null));
            }
            List<Score> alone = fid.score(images);
            images.subList(0, 11).forEach(fid::keep);
            double grown = fid.score(images.subList(11, 12)).get(0).value();
            VerifierFolder files = new VerifierFolder(folder.resolve("inception"));
            Tensor all = torch.cat(new TensorVector(images.stream().map(Evidence::image).toArray(Tensor[]::new)), 0);
            Tensor features = OracleInception.net(files, Device.CPU, Precision.FP32).features(files.preprocessing().of(all))
                    .to(ScalarType.Double);
            try (Safetensors good = Safetensors.open(folder.resolve("inception/statistics.safetensors"));
                    Frechet reference = new Frechet(good.read("mu"), good.read("sigma"))) {
                double whole = reference
                        .distance(features.mean(0).unsqueeze(0), torch.cov(features.t()).unsqueeze(0)).item_double();
                assertEquals(-whole, grown, 1e-5 * whole);
            }
            assertTrue(alone.stream().noneMatch(Score::failed));
            assertEquals(VerifierInfo.Scope.POPULATION, fid.info().scope());
        }
    }

    @Test
    void theInceptionOracleWantsNewClasses(@TempDir Path folder) throws IOException {
        Verifiers verifiers = TinyVerifiers.in(folder);
        try (Scope scope = Scope.open(); Population is = (Population) verifiers.open("is")) {
            torch.manual_seed(2);
            Evidence first = Evidence.of(torch.rand(1, 3, 16, 16), null);
            assertEquals(1, is.score(List.of(first)).get(0).value(), 1e-9);
            is.keep(first);
            assertEquals(1, is.score(List.of(first)).get(0).value(), 1e-9); // the same again adds nothing
            assertTrue(is.score(List.of(Evidence.of(torch.rand(1, 3, 16, 16), null))).get(0).value() > 1);
        }
    }

    @Test
    void theBundledNetworkHasWhatBothOraclesNeed() {
        Verifiers bundled = new Verifiers(Bundled.verifiers(), Device.CPU, Precision.FP32, Duration.ofSeconds(1));
        try (Scope scope = Scope.open(); Population fid = (Population) bundled.open("fid");
                Population is = (Population) bundled.open("is")) {
            torch.manual_seed(3);
            Evidence noise = Evidence.of(torch.rand(1, 3, 128, 128), null);
            Evidence white = Evidence.of(torch.ones(1, 3, 128, 128), null);
            for (Population oracle : List.of(fid, is)) {
                oracle.keep(noise);
                oracle.score(List.of(noise, white)).forEach(score -> assertTrue(Double.isFinite(score.value()), oracle.info().name()));
            }
            assertTrue(fid.score(List.of(white)).get(0).value() < 0);
        }
    }
}
