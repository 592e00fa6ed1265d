package io.autorec.trainer;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(
    packages = "io.autorec.trainer",
    importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
  @ArchTest
  static final ArchRule packages_haveNoCycles =
      slices().matching("io.autorec.trainer.(**)").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule onlyTraining_knowsDjl =
      noClasses()
          .that()
          .resideOutsideOfPackage("..trainer.training..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("ai.djl..");

  @ArchTest
  static final ArchRule onlyInference_knowsOnnxRuntime =
      noClasses()
          .that()
          .resideOutsideOfPackage("..trainer.inference..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("ai.onnxruntime..");

  @ArchTest
  static final ArchRule nothing_isNamedAfterNothing =
      noClasses().should().haveNameMatching(".*(Util|Utils|Helper|Manager|Impl)");
}
