package io.autorec.server.request.infer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.EnumDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.FileDescriptor;
import io.autorec.inference.ModelConfig;
import io.autorec.inference.ModelInferRequest;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Compares the schema with the descriptors that stock clients come with. */
class ProtocolNumbersTest {
  private static Set<String> published() throws IOException {
    try (InputStream table =
        Objects.requireNonNull(
            ProtocolNumbersTest.class.getResourceAsStream("/open-inference-protocol.txt"))) {
      return new String(table.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .filter(line -> !line.startsWith("#"))
          .collect(Collectors.toSet());
    }
  }

  private static List<String> served() {
    List<String> served = new ArrayList<>();
    for (FileDescriptor file :
        List.of(
            ModelInferRequest.getDescriptor().getFile(), ModelConfig.getDescriptor().getFile())) {
      file.getMessageTypes().forEach(message -> add(message, served));
      for (EnumDescriptor words : file.getEnumTypes()) {
        words
            .getValues()
            .forEach(
                value ->
                    served.add(
                        words.getFullName()
                            + "."
                            + value.getName()
                            + " = "
                            + value.getNumber()
                            + " value"));
      }
      file.getServices().stream()
          .flatMap(service -> service.getMethods().stream())
          .forEach(
              method ->
                  served.add(
                      "%s(%s%s) = %s%s"
                          .formatted(
                              method.getFullName(),
                              method.isClientStreaming() ? "stream " : "",
                              method.getInputType().getFullName(),
                              method.isServerStreaming() ? "stream " : "",
                              method.getOutputType().getFullName())));
    }
    return served;
  }

  private static void add(Descriptor message, List<String> served) {
    for (FieldDescriptor field : message.getFields()) {
      String type =
          switch (field.getJavaType()) {
            case MESSAGE -> field.getMessageType().getFullName();
            case ENUM -> field.getEnumType().getFullName();
            default -> field.getType().name().toLowerCase(Locale.ROOT);
          };
      served.add(
          "%s = %s %s%s"
              .formatted(
                  field.getFullName(),
                  field.getNumber(),
                  field.isRepeated() ? "repeated " : "",
                  type));
    }
    message.getNestedTypes().forEach(nested -> add(nested, served));
  }

  @Test
  void schema_hasTheNamesNumbersAndTypesThatArePublished() throws IOException {
    List<String> served = served();
    assertTrue(served.size() > 100, "" + served);

    List<String> other = new ArrayList<>(served);
    other.removeAll(published());
    assertEquals(List.of(), other);
  }
}
