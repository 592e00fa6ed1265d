package io.autorec;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(
    packages = {"io.autorec.model", "io.autorec.foldin", "io.autorec.ranking"},
    importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
  @ArchTest
  static final ArchRule NO_CYCLES = slices().matching("io.autorec.(**)").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule NO_FRAMEWORKS =
      classes()
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage(
              "java..",
              "io.autorec..",
              "com.google.protobuf..",
              // A parser of JSON, which protobuf's own brings along.
              "com.google.gson..",
              "ai.onnx.proto..",
              "org.jspecify..");
}
