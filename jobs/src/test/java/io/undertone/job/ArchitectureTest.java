package io.undertone.job;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import org.junit.jupiter.api.Test;

/** What the parts of this module may know of each other. */
class ArchitectureTest {

  private static final JavaClasses JOBS =
      new ClassFileImporter()
          .withImportOption(new DoNotIncludeTests())
          .importPackages("io.undertone.job");

  @Test
  void thePipelineKnowsNeitherKafkaNorFiles() {
    noClasses()
        .that()
        .haveNameMatching("io\\.undertone\\.job\\.SentimentPipeline.*")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "org.apache.kafka..",
            "org.apache.flink.connector..",
            "org.apache.flink.core.fs..",
            "java.io..",
            "java.nio..",
            "io.undertone.job.*..")
        .check(JOBS);
  }

  @Test
  void onlyTheCommandsKnowTheCommandLine() {
    noClasses()
        .that()
        .resideOutsideOfPackage("io.undertone.job.command..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("picocli..")
        .check(JOBS);
  }

  @Test
  void nobodyHereTouchesOnnxRuntime() {
    noClasses().should().dependOnClassesThat().resideInAPackage("ai.onnxruntime..").check(JOBS);
  }

  @Test
  void onlyTheBrokerKnowsKafkasServer() {
    classes()
        .that()
        .resideOutsideOfPackage("io.undertone.job.broker..")
        .should()
        .onlyDependOnClassesThat()
        .resideOutsideOfPackages("org.apache.kafka.common.test..", "kafka..")
        .check(JOBS);
  }

  @Test
  void packagesFormNoCircles() {
    slices().matching("io.undertone.job.(*)..").should().beFreeOfCycles().check(JOBS);
  }
}
