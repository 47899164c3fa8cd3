package io.undertone;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The arrows within this module: model ← text ← cell ← onnx, and ONNX Runtime behind one door. */
class ArchitectureTest {

  private static final JavaClasses MODELS =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("io.undertone");

  /** The packages, each of which may know those before it and none behind it. */
  private static final List<String> ORDER = List.of("model", "text", "cell", "onnx");

  @Test
  void arrowsPointOneWay() {
    for (int i = 0; i < ORDER.size() - 1; i++) {
      noClasses()
          .that()
          .resideInAPackage("io.undertone." + ORDER.get(i))
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              ORDER.subList(i + 1, ORDER.size()).stream()
                  .map(name -> "io.undertone." + name)
                  .toArray(String[]::new))
          .check(MODELS);
    }
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
  void onlyTheEnvironmentBuildsOptionsOfSessions() {
    noClasses()
        .that()
        .doNotHaveFullyQualifiedName("io.undertone.onnx.Environment")
        .should()
        .dependOnClassesThat()
        .haveFullyQualifiedName("ai.onnxruntime.OrtSession$SessionOptions")
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

  @Test
  void noPackagesDependOnEachOtherInACircle() {
    slices().matching("io.undertone.(**)").should().beFreeOfCycles().check(MODELS);
  }
}
