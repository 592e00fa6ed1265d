package io.autorec.trainer.records;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.autorec.trainer.input.InputException;
import io.autorec.trainer.input.UnreadableException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonRowsTest {
  private static final Path PATH = Path.of("r.jsonl");

  @Test
  void next_givesStringsNumbersAndBooleans_byName() throws IOException {
    assertEquals(
        List.of(
            List.of("1", "a\"é", "true", ""),
            List.of("2.5", "", "", "x"),
            List.of("1e3", "", "false", "")),
        rows(
            """
            {"n": 1.0, "s": " a\\"\\u00e9\\n ", "b": true, "o": {"x": [1, {}]}, "l": []}

              {"z": "x", "n": 2.5, "s": null, "unread": [[]]}
            {"n":1e3,"b":false}"""));
  }

  @Test
  void names_knowsColumns_thatTheFirstObjectsLack() throws IOException {
    String first = "{\"a\": 1, \"deep\": {}}\n";
    JsonRows rows = open(first.repeat(998) + "broken\n{\"b\": 2}\n{\"c\": 3}\n");
    assertEquals(List.of("a", "b"), rows.names());
    assertEquals(Set.of("deep"), rows.nested());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '!',
      textBlock =
          """
          {"a": 1              | broken JSON: the object is not closed (expected: an object a line)
          {"a": 1} {"a": 2}    | broken JSON near character 10: "{"a": 2}" (expected: an object a line)
          {'a': 1}             | broken JSON near character 2: "'a': 1}" (expected: an object a line)
          {"a": NaN}           | broken JSON near character 6: "NaN}" (expected: an object a line)
          {"a": 1,}            | broken JSON near character 9: "}" (expected: an object a line)
          {"a": 1, "a": 2}     | two values named a (expected: one)
          7                    | "7" (expected: an object of JSON)
          {"a": {"b": 1}}      | a holds a list or an object (expected: one value)
          [{"a": 1}]           | "[{"a": 1}]" (expected: an object of JSON)
          """)
  void next_namesTheLine_whenItIsNoObject(String text, String reason) throws IOException {
    JsonRows rows = open("{\"a\": 1}\n\n" + text + "\n{\"a\": 3}\n");
    rows.choose(List.of(0));
    rows.next();
    InputException e = assertThrows(InputException.class, rows::next);
    assertEquals("r.jsonl:3: " + reason, e.getMessage());
    rows.next();
    assertEquals(List.of("3"), rows.fields());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '!',
      textBlock =
          """
          [{}]        | an object without values
          {"a": {}}   | an object without values, but for lists and objects in "a" (expected: an object for each rating; from pandas by orient="records")
          {           | broken JSON: the object is not closed (expected: an object a line)
          {}          | an object without values
          {"a": 1, "a": 2}                  | two values named a (expected: one)
          """)
  void open_namesTheFirstLine_whenThereIsNoName(String text, String reason) {
    InputException e = assertThrows(InputException.class, () -> open(text));
    assertEquals("r.jsonl:1: " + reason, e.getMessage());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"{\"a\":1}", " \n\t{ \"a\"", "{}", "{", "[\n{\"a\"", "[{}]", "{'a'", "{u'a'"})
  void startIn_isTrue_forObjects(String text) throws IOException {
    BufferedReader reader = new BufferedReader(new StringReader(text));
    assertEquals(true, JsonRows.startIn(reader));
    assertEquals(text.charAt(0), reader.read());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "userId,movieId", "{user},item", "[1],2", "\"{\",\"a\""})
  void startIn_isFalse_forOtherText(String text) throws IOException {
    assertEquals(false, JsonRows.startIn(new BufferedReader(new StringReader(text))));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[{\"a\": 1, \"b\": \"}\"}, {\"a\": 2, \"b\": \"x\\\"]\"}]",
        "[\n  {\n    \"a\": 1,\n    \"b\": \"}\"\n  },\n  {\"a\": 2, \"b\": \"x\\\"]\", \"c\": [{}]}\n]\n",
        "{\n  \"a\": 1,\n  \"b\": \"}\"\n}\n{\n  \"a\": 2,\n  \"b\": \"x\\\"]\"\n}\n",
        "{\"a\": 1, \"b\": \"}\"},\n{\"a\": 2, \"b\": \"x\\\"]\"},\n",
      })
  void next_readsArrays_andObjectsOfSeveralLines(String text) throws IOException {
    assertEquals(List.of(List.of("1", "}"), List.of("2", "x\"]")), rows(text));
  }

  @Test
  void next_namesTheLineOfTheObject_inAnArray() throws IOException {
    JsonRows rows = open("[\n{\"a\": 1},\n{\n\"a\": x},\n{\"b\": 3}\n]");
    assertEquals("JSON", rows.description());
    rows.choose(List.of(0));
    rows.next();
    InputException e = assertThrows(InputException.class, rows::next);
    assertTrue(String.valueOf(e.getMessage()).startsWith("r.jsonl:3: broken JSON near"));
    assertTrue(rows.next());
    assertEquals(5, rows.line());
    assertEquals(": no a in the object", rows.whyEmpty(0));
    assertFalse(rows.next());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '!',
      textBlock =
          """
          [{"a": 1},        | :1: a JSON array that is not closed (is the file cut off?)
          [{"a": 1}] x      | :1: "x" between JSON objects (expected: objects alone in the array, and nothing after it)
          [{"a": 1}, [2]]   | :1: "[" between JSON objects (expected: objects alone in the array, and nothing after it)
          """)
  void open_refusesAnArray_thatIsNotWhole(String text, String reason) {
    UnreadableException e = assertThrows(UnreadableException.class, () -> open(text));
    assertEquals(reason, e.getMessage());
  }

  private static JsonRows open(String text) throws IOException {
    return new JsonRows(PATH, new BufferedReader(new StringReader(text)));
  }

  private static List<List<String>> rows(String text) throws IOException {
    List<List<String>> all = new ArrayList<>();
    JsonRows rows = open(text);
    rows.choose(IntStream.range(0, rows.names().size()).boxed().toList());
    while (rows.next()) {
      all.add(rows.fields());
    }
    return all;
  }
}
