package io.autorec.bench.faults;

import io.autorec.model.ModelFormatException;
import io.autorec.model.files.VersionFiles;
import io.autorec.v1.AutoRecServiceGrpc;
import io.autorec.v1.BadVersion;
import io.autorec.v1.ListModelsRequest;
import io.autorec.v1.ModelRef;
import io.autorec.v1.RecommendRequest;
import io.grpc.Grpc;
import io.grpc.InsecureChannelCredentials;
import io.grpc.ManagedChannel;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The steps of the scripts in bench/faults that need Java. */
@Command(name = "faults", hidden = true, description = "Steps of the scripts in bench/faults.")
public final class Faults {
  private static final long TIMEOUT_SECONDS = 10;
  private static final int BROKEN = 1;

  @Command(name = "kinds", description = "Prints the kinds of damage.")
  int kinds() {
    for (Damage damage : Damage.values()) {
      System.out.println(damage.name().toLowerCase(Locale.ROOT));
    }
    return 0;
  }

  @Command(name = "damage", description = "Damages the folder of a version.")
  int damage(@Parameters Damage kind, @Parameters Path folder)
      throws IOException, InterruptedException {
    kind.apply(folder);
    return 0;
  }

  @Command(name = "bad", description = "Prints the bad versions that a server knows of.")
  int bad(@Parameters String target) {
    ManagedChannel channel =
        Grpc.newChannelBuilder(target, InsecureChannelCredentials.create()).build();
    try {
      for (BadVersion bad :
          AutoRecServiceGrpc.newBlockingStub(channel)
              .withDeadlineAfter(TIMEOUT_SECONDS, TimeUnit.SECONDS)
              .listModels(ListModelsRequest.getDefaultInstance())
              .getBadVersionsList()) {
        System.out.println(bad.getModel().getVersion() + " " + bad.getReason());
      }
      return 0;
    } finally {
      channel.shutdownNow();
    }
  }

  @Command(
      name = "calls",
      description = "Calls a server until standard input ends; exit status 1 if a call failed.")
  int calls(
      @Parameters String target,
      @Parameters String model,
      @Parameters Path version,
      @Option(names = "--callers", defaultValue = "4") int callers,
      @Option(names = "--retry") boolean retry,
      @Option(names = "--may-be-unavailable") boolean mayBeUnavailable)
      throws InterruptedException, ModelFormatException {
    AtomicBoolean stop = new AtomicBoolean();
    Thread end =
        new Thread(
            () -> {
              try {
                System.in.transferTo(java.io.OutputStream.nullOutputStream());
              } catch (IOException e) {
                // Then there is no more of it.
              }
              stop.set(true);
            });
    end.setDaemon(true);
    end.start();
    RecommendRequest request =
        RecommendRequest.newBuilder()
            .setModel(ModelRef.newBuilder().setName(model))
            .setUserId(VersionFiles.named(version).model().metadata().users().id(0))
            .build();
    SteadyCalls calls = new SteadyCalls();
    calls.run(target, request, callers, retry, stop);
    System.out.println((retry ? "with retries: " : "calls: ") + calls);
    return calls.isGood(mayBeUnavailable) ? 0 : BROKEN;
  }
}
