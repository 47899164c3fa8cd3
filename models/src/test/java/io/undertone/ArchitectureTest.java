package io.undertone;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import org.junit.jupiter.api.Test;

/** The arrows within this module: model ← text ← cell ← onnx, and ONNX Runtime behind one door. */
class ArchitectureTest {

  private static final JavaClasses MODELS =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("io.undertone");

  @Test
  void arrowsPointOneWay() {
    ArchRule arrows =
        layeredArchitecture()
            .consideringOnlyDependenciesInLayers()
            .layer("model")
            .definedBy("io.undertone.model")
            .layer("text")
            .definedBy("io.undertone.text")
            .layer("cell")
            .definedBy("io.undertone.cell")
            .layer("onnx")
            .definedBy("io.undertone.onnx")
            .whereLayer("onnx")
            .mayNotBeAccessedByAnyLayer()
            .whereLayer("cell")
            .mayOnlyBeAccessedByLayers("onnx")
            .whereLayer("text")
            .mayOnlyBeAccessedByLayers("cell", "onnx");
    arrows.check(MODELS);
  }

  @Test
  void onlyOnePackageKnowsOnnxRuntime() {
    noClasses()
        .that()
        .resideOutsideOfPackage("io.undertone.onnx")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("ai.onnxruntime..")
        .check(MODELS);
  }

  @Test
  void onlyOnePackageKnowsTheEncoder() {
    noClasses()
        .that()
        .resideOutsideOfPackage("io.undertone.text")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("com.knuddels..")
        .check(MODELS);
  }

  @Test
  void nobodyKnowsFlinkOrKafka() {
    noClasses()
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("org.apache.flink..", "org.apache.kafka..")
        .check(MODELS);
  }

  @Test
  void classesAreFinal() {
    classes()
        .that()
        .areNotInterfaces()
        .and()
        .areNotEnums()
        .and()
        .doNotHaveModifier(JavaModifier.SYNTHETIC)
        .should()
        .haveModifier(JavaModifier.FINAL)
        .check(MODELS);
  }
}
