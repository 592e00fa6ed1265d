package io.autorec.trainer.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.autorec.model.Orientation;
import io.autorec.trainer.input.InputException;
import io.autorec.trainer.network.Centering;
import io.autorec.trainer.publish.ExportException;
import io.autorec.trainer.settings.RecipeChoice;
import io.autorec.trainer.settings.TrainingSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

class MessagesTest {
  @TempDir Path folder;

  @Command
  private static final class Options {
    @Mixin private TrainingOptions training = new TrainingOptions();
  }

  private static TrainingSettings parsed(String... arguments) {
    Options options = new Options();
    CommandLine command = new CommandLine(options);
    command.setCaseInsensitiveEnumValuesAllowed(true);
    command.parseArgs(arguments);
    return options.training.toSettings();
  }

  @Test
  void options_areTheDefaults_whereNoneIsGiven() {
    assertEquals(TrainingSettings.DEFAULTS, parsed());
  }

  @Test
  void options_setEachSetting() {
    TrainingSettings settings =
        parsed(
            "--orientation=user",
            "-e7",
            "-b=3",
            "-l=0.25",
            "-w=4.5",
            "-k=6",
            "--hidden-activation=tanh",
            "--centering=none",
            "--mask-encoder=false",
            "--input-exponent=0.75",
            "--patience=2",
            "--networks=5",
            "--residual-share=0.125",
            "--residual-wd=8.5",
            "--bias-share=0.0625",
            "--recipe=fixed",
            "--seed=99");
    assertEquals(
        TrainingSettings.builder()
            .orientation(Orientation.USER)
            .epochs(7)
            .batchSize(3)
            .learningRate(0.25)
            .weightDecay(4.5)
            .hiddenUnits(6)
            .hiddenActivation(io.autorec.trainer.network.HiddenActivation.TANH)
            .centering(Centering.NONE)
            .maskEncoder(false)
            .inputExponent(0.75)
            .patience(2)
            .networks(5)
            .residualShare(0.125)
            .residualWeightDecay(8.5)
            .biasShare(0.0625)
            .recipe(RecipeChoice.FIXED)
            .seed(99)
            .build(),
        settings);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "-e=0 | -e/--epochs: 0 (expected: a number > 0)",
        "-b=-1 | -b/--batch: -1 (expected: a number > 0)",
        "-l=NaN | -l/--lr: NaN (expected: a number > 0)",
        "-k=100001 | -k/--ksize: 100001 (expected: at most 100000)",
        "-w=-1 | -w/--wd: -1.0 (expected: a number >= 0)",
        "--networks=101 | --networks: 101 (expected: at most 100)",
        "--residual-share=1 | --residual-share: 1.0 (expected: from 0 to below 1)",
        "--bias-share=1 | --bias-share: 1.0 (expected: from 0 to below 1, with the residual share of 0.0)",
        "--residual-wd=-1 | --residual-wd: -1.0 (expected: a number >= 0)",
        "--input-exponent=2 | --input-exponent: 2.0 (expected: from 0 to 1)",
      })
  void check_refusesANumber_inTheWordsOfItsOption(String argument, String message) {
    assertEquals(message, assertThrows(InputException.class, () -> parsed(argument)).getMessage());
  }

  private Path config(String text) throws IOException {
    return Files.writeString(folder.resolve("train.conf"), text);
  }

  private String refusal(String text) throws IOException {
    Path file = config(text);
    return String.valueOf(
            assertThrows(InputException.class, () -> ConfigFile.trainingSettings(file))
                .getMessage())
        .replace(folder.toString(), "");
  }

  @Test
  void titleColumn_isRefused_whereNoTitlesAreRead() {
    ReadingOptions options = new ReadingOptions();
    new CommandLine(options).parseArgs("--title-column=name");
    assertEquals(
        "--title-column: no titles are read (expected: with --titles FILE, in train and check)",
        assertThrows(InputException.class, options::toOptions).getMessage());
    assertEquals("name", options.toOptions(true).titleColumn());
  }

  @Test
  void config_setsOptions_andLeavesTheOthers() throws IOException {
    Path file = config("\uFEFF# found by tune\n\norientation = user\nwd=12.5\n ksize = 250 \n");
    assertEquals(
        TrainingSettings.builder()
            .orientation(Orientation.USER)
            .weightDecay(12.5)
            .hiddenUnits(250)
            .build(),
        ConfigFile.trainingSettings(file));
  }

  @Test
  void config_isRefused_withTheLine() throws IOException {
    assertEquals("/train.conf:2: \"wd 3\" (expected: option = value)", refusal("# a\nwd 3\n"));
    assertEquals(
        "/train.conf:1: option \"depth\" (expected: one of those that --help lists, without --)",
        refusal("depth = 3"));
    assertEquals("/train.conf:2: option \"wd\" for the second time", refusal("wd = 3\nwd = 4\n"));
    assertTrue(refusal("ksize = many").startsWith("train.conf: "), refusal("ksize = many"));
    assertEquals("-e/--epochs: 0 (expected: a number > 0)", refusal("epochs = 0"));
  }

  @Test
  void failure_tellsAMistake_fromAFault() {
    assertEquals(
        new Failure("a b", AutorecTrainer.EXIT_BAD_INPUT, false),
        Failure.of(new InputException("a\nb")));
    assertEquals(
        new Failure("cannot read or write: gone", AutorecTrainer.EXIT_BAD_INPUT, false),
        Failure.of(new IOException("gone")));
    assertEquals(
        new Failure("model.onnx: wrong", AutorecTrainer.EXIT_FAILED, false),
        Failure.of(new ExportException("model.onnx: wrong")));
    assertEquals(
        new Failure("bug", AutorecTrainer.EXIT_FAILED, true),
        Failure.of(new IllegalStateException("bug")));
    assertTrue(Failure.of(new OutOfMemoryError("heap")).message().contains("--ksize"));
    assertTrue(Failure.of(new UnsatisfiedLinkError("x")).message().contains("java.io.tmpdir"));
  }
}
