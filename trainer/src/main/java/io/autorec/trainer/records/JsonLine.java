package io.autorec.trainer.records;

import com.google.gson.Strictness;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import com.google.gson.stream.MalformedJsonException;
import io.autorec.trainer.fields.Blanks;
import io.autorec.trainer.input.InputException;
import java.io.EOFException;
import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Parses a line of JSON that holds one object. */
final class JsonLine {
  private static final Pattern WHOLE = Pattern.compile("(-?[0-9]+)\\.0+");
  private static final Pattern COLUMN = Pattern.compile("at line 1 column ([0-9]+)");

  private JsonLine() {}

  /**
   * Returns the texts of the wanted strings, numbers and booleans by name; of a null, the empty
   * text.
   *
   * @param nested gets the names of wanted objects and arrays
   * @throws InputException if the line is not one object; the message does not say where it is
   */
  static Map<String, String> read(String line, Predicate<String> wanted, Consumer<String> nested) {
    Map<String, String> values = new LinkedHashMap<>();
    JsonReader json = new JsonReader(new StringReader(line));
    json.setStrictness(Strictness.STRICT);
    try {
      if (json.peek() != JsonToken.BEGIN_OBJECT) {
        throw new InputException(InputException.quoted(line) + " (expected: an object of JSON)");
      }
      json.beginObject();
      while (json.hasNext()) {
        String name = json.nextName();
        if (!wanted.test(name)) {
          json.skipValue();
        } else if (json.peek() == JsonToken.BEGIN_OBJECT || json.peek() == JsonToken.BEGIN_ARRAY) {
          json.skipValue();
          nested.accept(name);
        } else {
          if (values.put(name, value(json)) != null) {
            throw new InputException("two values named " + name + " (expected: one)");
          }
        }
      }
      json.endObject();
      if (json.peek() != JsonToken.END_DOCUMENT) {
        throw new MalformedJsonException("more than one value");
      }
      return values;
    } catch (EOFException e) {
      throw new InputException(
          "broken JSON: the object is not closed (expected: an object a line)");
    } catch (MalformedJsonException e) {
      throw broken(line, String.valueOf(e.getMessage()));
    } catch (IOException e) {
      throw new UncheckedIOException(e); // A text in memory has none.
    }
  }

  private static String value(JsonReader json) throws IOException {
    JsonToken type = json.peek();
    if (type == JsonToken.NULL) {
      json.nextNull();
      return "";
    }
    if (type == JsonToken.BOOLEAN) {
      return Boolean.toString(json.nextBoolean());
    }
    String text = json.nextString();
    Matcher whole = WHOLE.matcher(text);
    return type == JsonToken.NUMBER && whole.matches() ? whole.group(1) : Blanks.trimmed(text);
  }

  private static InputException broken(String line, String message) {
    Matcher found = COLUMN.matcher(message);
    int column = found.find() ? Integer.parseInt(found.group(1)) : 1; // the parser is just past it
    int from = Math.min(line.length(), Math.max(0, column - 2));
    return new InputException(
        "broken JSON near character %d: %s (expected: an object a line)"
            .formatted(from + 1, InputException.quoted(line.substring(from).strip())));
  }
}
