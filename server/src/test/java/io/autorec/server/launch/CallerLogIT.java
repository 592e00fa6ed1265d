package io.autorec.server.launch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.autorec.server.calls.CallObserver;
import io.autorec.server.endpoint.AdminEndpoint;
import io.autorec.server.fixture.TinyServer;
import io.autorec.v1.AdminServiceGrpc;
import io.autorec.v1.AdminServiceGrpc.AdminServiceBlockingStub;
import io.autorec.v1.AutoRecServiceGrpc.AutoRecServiceBlockingStub;
import io.autorec.v1.ListModelsRequest;
import io.autorec.v1.LoadModelRequest;
import io.autorec.v1.ModelRef;
import io.autorec.v1.SetLabelRequest;
import io.autorec.v1.UnloadModelRequest;
import io.grpc.Metadata;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.MetadataUtils;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

class CallerLogIT {
  private static final String APP = "app-0123456789012345678901234567";
  private static final String ADMIN = "admin-0123456789012345678901234567";
  private static final ListModelsRequest LIST = ListModelsRequest.getDefaultInstance();

  @TempDir Path folder;
  @TempDir Path models;

  @BeforeEach
  void write() throws Exception {
    Files.write(
        folder.resolve("tokens"), List.of("predict app " + APP, "admin,predict ops " + ADMIN));
  }

  private interface Calls {
    void make(TinyServer server) throws Exception;
  }

  /** What a class logs while calls are made of a server, by key. */
  private List<Map<String, String>> logged(Class<?> by, Map<String, ?> settings, Calls calls)
      throws Exception {
    Logger logger = (Logger) LoggerFactory.getLogger(by);
    ListAppender<ILoggingEvent> lines = new ListAppender<>();
    lines.start();
    logger.addAppender(lines);
    try (TinyServer server = new TinyServer(models, settings)) {
      calls.make(server);
    } finally {
      logger.detachAppender(lines);
    }
    return lines.list.stream()
        .map(
            line -> {
              Map<String, String> said = new TreeMap<>();
              Objects.requireNonNull(line.getKeyValuePairs())
                  .forEach(pair -> said.put(pair.key, "" + pair.value));
              return said;
            })
        .toList();
  }

  @Test
  void linesOfCalls_nameTheCaller_whereOneIsKnown() throws Exception {
    List<Map<String, String>> known =
        logged(
            CallObserver.class,
            Map.of("log-requests", "all", "tokens", folder.resolve("tokens")),
            server -> {
              Object unused = server.stub(APP).listModels(LIST);
              AutoRecServiceBlockingStub nobody = server.stub();
              assertThrows(StatusRuntimeException.class, () -> nobody.listModels(LIST));
              AdminServiceBlockingStub admin =
                  TinyServer.withToken(AdminServiceGrpc.newBlockingStub(server.connect()), APP);
              LoadModelRequest load = LoadModelRequest.getDefaultInstance();
              assertThrows(StatusRuntimeException.class, () -> admin.loadModel(load));
            });
    assertEquals("app", known.get(0).get("caller"));
    assertEquals("UNAUTHENTICATED", known.get(1).get("code"));
    assertEquals(null, known.get(1).get("caller"));
    assertEquals("PERMISSION_DENIED", known.get(2).get("code"));
    assertEquals("app", known.get(2).get("caller"));
    List<Map<String, String>> open =
        logged(
            CallObserver.class,
            Map.of("log-requests", "all"),
            server -> {
              Object unused = server.stub().listModels(LIST);
            });
    assertEquals(null, open.get(0).get("caller"));
  }

  @Test
  void changes_haveALineEach_withCallerAndOutcome() throws Exception {
    ModelRef first = ModelRef.newBuilder().setName("tiny").setVersion(1).build();
    ModelRef odd = ModelRef.newBuilder().setName("a\nWARN b\u202e").build();
    Metadata id = new Metadata();
    id.put(Metadata.Key.of("x-request-id", Metadata.ASCII_STRING_MARSHALLER), "change-7");
    List<Map<String, String>> lines =
        logged(
            AdminEndpoint.class,
            Map.of("tokens", folder.resolve("tokens")),
            server -> {
              AdminServiceBlockingStub admin =
                  TinyServer.withToken(AdminServiceGrpc.newBlockingStub(server.connect()), ADMIN)
                      .withInterceptors(MetadataUtils.newAttachHeadersInterceptor(id));
              Object unused =
                  admin.setLabel(
                      SetLabelRequest.newBuilder().setModel(first).setLabel("stable").build());
              UnloadModelRequest unload = UnloadModelRequest.newBuilder().setModel(first).build();
              assertThrows(StatusRuntimeException.class, () -> admin.unloadModel(unload));
              LoadModelRequest load = LoadModelRequest.newBuilder().setModel(odd).build();
              assertThrows(StatusRuntimeException.class, () -> admin.loadModel(load));
            });
    assertEquals(3, lines.size(), "" + lines);
    assertEquals(
        Map.of(
            "change",
            "label",
            "model",
            "tiny",
            "version",
            "1",
            "label",
            "stable",
            "code",
            "OK",
            "caller",
            "ops",
            "request_id",
            "change-7"),
        lines.get(0));
    assertEquals("unload", lines.get(1).get("change"));
    assertEquals("FAILED_PRECONDITION", lines.get(1).get("code"));
    assertEquals("ops", lines.get(1).get("caller"));
    assertTrue(String.valueOf(lines.get(1).get("why")).contains("points to it"), "" + lines);
    assertEquals("load", lines.get(2).get("change"));
    assertEquals("a\\u000aWARN b\\u202e", lines.get(2).get("model"));
    assertTrue(lines.get(2).values().stream().noneMatch(text -> text.contains("\n")), "" + lines);
  }
}
