package io.autorec.model.policy;

import com.google.gson.JsonParseException;
import com.google.gson.Strictness;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import com.google.gson.stream.MalformedJsonException;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.util.JsonFormat;
import io.autorec.model.files.AtomicFile;
import io.autorec.v1.ServingPolicy;
import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** The file {@code serving.json} of a model: a {@link ServingPolicy} as JSON. */
public final class PolicyFile {
  /** The name of the file in the model's folder. */
  public static final String NAME = "serving.json";

  private static final long MOST_BYTES = 1 << 20;
  private static final int MOST_TEXT = 200;
  private static final Pattern LABEL = Pattern.compile("[a-z][a-z0-9_-]{0,62}");

  private PolicyFile() {}

  /**
   * Reads the policy of a model; the default policy if there is no file.
   *
   * @throws PolicyException if the file cannot be read, or contradicts itself
   */
  public static ServingPolicy read(Path model) throws PolicyException {
    Path file = model.resolve(NAME);
    try {
      Path repository = model.toAbsolutePath().resolveSibling("").toRealPath();
      if (!file.toRealPath().startsWith(repository)) {
        throw new PolicyException(NAME + ": a link out of the repository (expected: a file in it)");
      }
      if (!Files.isRegularFile(file)) {
        throw new PolicyException(NAME + ": no regular file");
      }
      if (Files.size(file) > MOST_BYTES) {
        throw new PolicyException(NAME + ": larger than " + MOST_BYTES + " bytes");
      }
      return checked(parse(Files.readString(file, StandardCharsets.UTF_8)));
    } catch (NoSuchFileException e) {
      if (Files.isSymbolicLink(file)) {
        throw new PolicyException(NAME + ": a link to nothing (expected: a file, or none)");
      }
      return ServingPolicy.getDefaultInstance();
    } catch (InvalidProtocolBufferException | JsonParseException | MalformedJsonException e) {
      throw new PolicyException(NAME + ": " + oneLine(e));
    } catch (IOException e) {
      throw new PolicyException(NAME + ": cannot be read");
    }
  }

  private static ServingPolicy parse(String text) throws IOException {
    ServingPolicy.Builder policy = ServingPolicy.newBuilder();
    JsonFormat.parser().merge(text, policy);
    // The parser ignores text after the object, and takes the last of two equal names.
    JsonReader reader = new JsonReader(new StringReader(text));
    reader.setStrictness(Strictness.LENIENT);
    requireNamesOnce(reader);
    reader.setStrictness(Strictness.LEGACY_STRICT);
    if (reader.peek() != JsonToken.END_DOCUMENT) {
      throw new MalformedJsonException("text after the end of the object");
    }
    return policy.build();
  }

  /** Skips a value, and throws if an object in it has a name twice. */
  private static void requireNamesOnce(JsonReader reader) throws IOException {
    if (reader.peek() != JsonToken.BEGIN_OBJECT) {
      reader.skipValue();
      return;
    }
    Set<String> names = new HashSet<>();
    reader.beginObject();
    while (reader.hasNext()) {
      String name = reader.nextName();
      if (!names.add(name)) {
        throw new MalformedJsonException("\"" + name + "\" is there twice");
      }
      requireNamesOnce(reader);
    }
    reader.endObject();
  }

  /** Returns the message of the parser without names of classes and advice to programmers. */
  private static String oneLine(Exception e) {
    Throwable first = e;
    while (first.getCause() != null) {
      first = first.getCause();
    }
    String text =
        String.valueOf(first.getMessage())
            .replaceAll("\\s+", " ")
            .replaceFirst("^Use JsonReader\\S+ to accept malformed", "malformed")
            .replaceFirst(" See https://\\S+$", "");
    return text.length() <= MOST_TEXT ? text : text.substring(0, MOST_TEXT) + "...";
  }

  private static ServingPolicy checked(ServingPolicy policy) throws PolicyException {
    if (policy.getLatest() < 0) {
      throw new PolicyException(NAME + ": latest: " + policy.getLatest() + " (expected: >= 0)");
    }
    requirePositive("versions", policy.getVersionsList());
    requirePositive("withdrawn", policy.getWithdrawnList());
    requirePositive("also", policy.getAlsoList());
    for (Map.Entry<String, Long> label : policy.getLabelsMap().entrySet()) {
      requireLabel(label.getKey());
      requirePositive("labels." + label.getKey(), List.of(label.getValue()));
      if (policy.getWithdrawnList().contains(label.getValue())) {
        throw new PolicyException(
            NAME + ": labels." + label.getKey() + ": " + label.getValue() + " is withdrawn");
      }
    }
    return policy;
  }

  private static void requirePositive(String field, List<Long> versions) throws PolicyException {
    for (long version : versions) {
      if (version < 1) {
        throw new PolicyException(NAME + ": " + field + ": " + version + " (expected: >= 1)");
      }
    }
  }

  private static void requireLabel(String label) throws PolicyException {
    if (!isLabel(label)) {
      throw new PolicyException(NAME + ": labels: a label that does not match " + LABEL.pattern());
    }
  }

  /** Returns true if a word may be a label. */
  public static boolean isLabel(String word) {
    return LABEL.matcher(word).matches();
  }

  /**
   * Writes the file of a model. A reader finds the whole old file or the whole new one.
   *
   * @param read the policy that the new one was made from
   * @throws PolicyException if the file has been changed since it was read
   */
  public static void write(Path model, ServingPolicy read, ServingPolicy policy)
      throws IOException, PolicyException {
    try (AtomicFile file = AtomicFile.open(model.resolve(NAME))) {
      String text = JsonFormat.printer().print(policy) + "\n";
      file.out().write(text.getBytes(StandardCharsets.UTF_8));
      file.force();
      readableAs(model, file.draft());
      if (!read(model).equals(read)) {
        throw new PolicyException(NAME + ": was changed by somebody else (expected: to ask again)");
      }
      file.replace();
    }
  }

  /** Lets all who may list the model's folder read the file: other servers run as other users. */
  private static void readableAs(Path model, Path file) throws IOException {
    if (Files.getFileStore(model).supportsFileAttributeView("posix")) {
      var permissions = Files.getPosixFilePermissions(model);
      permissions.removeIf(permission -> permission.name().endsWith("_EXECUTE"));
      Files.setPosixFilePermissions(file, permissions);
    }
  }
}
