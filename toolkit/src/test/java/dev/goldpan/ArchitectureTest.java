package dev.goldpan;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** Who may enter which room; docs/design.md says why. */
@AnalyzeClasses(packages = "dev.goldpan", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    @ArchTest
    static final ArchRule NO_CYCLES = slices().matching("dev.goldpan.(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule ROOMS = layeredArchitecture().consideringOnlyDependenciesInAnyPackage("dev.goldpan..")
            .withOptionalLayers(true)
            .layer("tensor").definedBy("dev.goldpan.tensor..")
            .layer("nn").definedBy("dev.goldpan.nn..")
            .layer("sample").definedBy("dev.goldpan.sample..")
            .layer("text").definedBy("dev.goldpan.text..")
            .layer("denoise").definedBy("dev.goldpan.denoise..")
            .layer("vae").definedBy("dev.goldpan.vae..")
            .layer("verify").definedBy("dev.goldpan.verify..")
            .layer("judge").definedBy("dev.goldpan.judge..")
            .layer("model").definedBy("dev.goldpan.model..")
            .layer("guide").definedBy("dev.goldpan.guide..")
            .layer("search").definedBy("dev.goldpan.search..")
            .layer("run").definedBy("dev.goldpan.run..")
            .layer("report").definedBy("dev.goldpan.report..")
            .layer("door").definedBy("dev.goldpan")
            .layer("bench").definedBy("dev.goldpan.bench..")
            .layer("cli").definedBy("dev.goldpan.cli..")
            .layer("stats").definedBy("dev.goldpan.stats..")
            .whereLayer("cli").mayNotBeAccessedByAnyLayer()
            .whereLayer("bench").mayOnlyBeAccessedByLayers("cli")
            .whereLayer("door").mayOnlyBeAccessedByLayers("cli")
            .whereLayer("report").mayOnlyBeAccessedByLayers("door", "cli")
            .whereLayer("run").mayOnlyBeAccessedByLayers("report", "bench", "door", "cli")
            .whereLayer("stats").mayOnlyBeAccessedByLayers("search", "run", "report", "bench", "cli")
            .whereLayer("judge").mayOnlyBeAccessedByLayers("run", "report", "bench", "cli")
            .whereLayer("sample").mayOnlyBeAccessedByLayers("text", "denoise", "vae", "model", "guide", "search", "run", "bench", "cli")
            .whereLayer("denoise").mayOnlyBeAccessedByLayers("model", "guide", "bench")
            .whereLayer("vae").mayOnlyBeAccessedByLayers("model", "bench");

    @ArchTest
    static final ArchRule SAMPLERS_KNOW_NO_NETWORK = noClasses().that().resideInAPackage("dev.goldpan.sample..")
            .should().dependOnClassesThat().resideInAnyPackage("dev.goldpan.nn..", "dev.goldpan.model..", "dev.goldpan.denoise..");

    @ArchTest
    static final ArchRule TENSORS_STAY_BELOW = noClasses()
            .that().resideInAnyPackage("dev.goldpan", "dev.goldpan.report..", "dev.goldpan.cli..")
            .should().dependOnClassesThat().resideInAPackage("org.bytedeco.pytorch..");

    @ArchTest
    static final ArchRule ONLY_THE_COMMAND_LINE_PRINTS = noClasses().that().resideOutsideOfPackage("dev.goldpan.cli..")
            .should().accessField(System.class, "out").orShould().accessField(System.class, "err")
            .orShould().callMethod(System.class, "exit", int.class);

    @ArchTest
    static final ArchRule CHANCE_IS_ADDRESSED = noClasses().should().dependOnClassesThat().haveFullyQualifiedName("java.util.Random")
            .orShould().callMethod(Math.class, "random");
}
