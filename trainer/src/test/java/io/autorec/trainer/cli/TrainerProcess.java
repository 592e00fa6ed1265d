package io.autorec.trainer.cli;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The program in a process of its own, to its end.
 *
 * @param status how it ended
 * @param lines what it printed, standard error among it
 */
record TrainerProcess(int status, List<String> lines) {
  /** Something that happens to a run after its first epoch. */
  @FunctionalInterface
  interface Fault {
    void happen(Process process) throws IOException;
  }

  /**
   * Runs it.
   *
   * @param directory where it works, so that what it leaves there is seen
   * @param java options of the virtual machine
   */
  static TrainerProcess run(Path directory, List<String> java, Fault fault, String... arguments)
      throws IOException, InterruptedException {
    return run(directory, java, Map.of(), fault, arguments);
  }

  /** The same, with variables beside those of this process. */
  static TrainerProcess run(
      Path directory,
      List<String> java,
      Map<String, String> variables,
      Fault fault,
      String... arguments)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(java);
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.add(AutorecTrainer.class.getName());
    command.addAll(Stream.of(arguments).toList());
    ProcessBuilder builder =
        new ProcessBuilder(command).directory(directory.toFile()).redirectErrorStream(true);
    builder.environment().putAll(variables);
    Process process = builder.start();
    List<String> lines = new ArrayList<>();
    boolean done = false;
    try (BufferedReader output = process.inputReader(StandardCharsets.UTF_8)) {
      for (String line = output.readLine(); line != null; line = output.readLine()) {
        lines.add(line);
        if (isEpoch(line) && !done) {
          fault.happen(process);
          done = true;
        }
      }
    }
    return new TrainerProcess(process.waitFor(), lines);
  }

  /** Where a run has several trainings, the number of the training is before that of the epoch. */
  private static boolean isEpoch(String line) {
    return line.matches(" *(\\d+ +)?\\d+ +\\d+\\.\\d+ .*");
  }

  String last() {
    return lines.get(lines.size() - 1);
  }

  boolean hasLine(String part) {
    return lines.stream().anyMatch(line -> line.contains(part));
  }

  boolean hasEpochs() {
    return lines.stream().anyMatch(TrainerProcess::isEpoch);
  }
}
