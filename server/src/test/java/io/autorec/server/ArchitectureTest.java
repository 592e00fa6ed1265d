package io.autorec.server;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(
    packages = "io.autorec.server",
    importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
  @ArchTest
  static final ArchRule NO_CYCLES =
      slices().matching("io.autorec.server.(*)..").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule ONLY_ADAPTORS_KNOW_STATUS =
      noClasses()
          .that()
          .resideOutsideOfPackages("..endpoint..", "..gate..", "..calls..")
          .should()
          .dependOnClassesThat()
          .haveFullyQualifiedName("io.grpc.Status");

  @ArchTest
  static final ArchRule ONLY_INFERENCE_KNOWS_ONNX_RUNTIME =
      noClasses()
          .that()
          .resideOutsideOfPackage("..inference..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("ai.onnxruntime..");

  @ArchTest
  static final ArchRule NAMES_SAY_SOMETHING =
      noClasses()
          .that()
          .haveSimpleNameNotStartingWith("$")
          .should()
          .haveNameMatching(".*(Util|Utils|Helper|Manager|Impl)");
}
