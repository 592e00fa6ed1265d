package io.autorec.server.endpoint;

import static org.junit.jupiter.api.Assertions.assertEquals;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.autorec.server.calls.CallObserver;
import io.autorec.server.calls.LoggedCalls;
import io.grpc.Context;
import io.grpc.Metadata;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class ReplyTest {
  @Test
  void fault_isLoggedWithItsCauseAndTheIdOfTheCall() {
    Metadata headers = new Metadata();
    headers.put(Metadata.Key.of("x-request-id", Metadata.ASCII_STRING_MARSHALLER), "order-7");
    Context call =
        new CallObserver(LoggedCalls.NONE, null)
            .newServerStreamTracer("any/Call", headers)
            .filterContext(Context.ROOT);
    Logger logger = (Logger) LoggerFactory.getLogger(Reply.class);
    ListAppender<ILoggingEvent> lines = new ListAppender<>();
    lines.start();
    logger.addAppender(lines);
    try {
      Object unused = Reply.refusal(new IllegalStateException("expected"), call);
    } finally {
      logger.detachAppender(lines);
    }
    ILoggingEvent line = lines.list.get(0);
    assertEquals("expected", line.getThrowableProxy().getMessage());
    assertEquals("[request_id=\"order-7\"]", "" + line.getKeyValuePairs());
  }
}
