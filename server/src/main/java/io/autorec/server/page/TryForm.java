package io.autorec.server.page;

import io.autorec.v1.ModelRef;
import java.util.LinkedHashMap;
import java.util.Map;
import org.eclipse.jetty.util.Fields;

/**
 * The fields of the form: what somebody tries. The server keeps none of it.
 *
 * @param model the version to ask, as {@link #choice} writes it; "": the default
 * @param compared the version to compare it with; "": none
 * @param search words of titles or ids to look for
 * @param user the id of a known user; "": somebody new
 * @param like the item whose like are shown; "": none
 * @param press the button that was pressed
 * @param ratings the ratings given, by the id of the item
 */
record TryForm(
    String model,
    String compared,
    String search,
    String user,
    String like,
    Press press,
    Map<String, Float> ratings) {
  /** The buttons that change which lists there are, and so where the keyboard goes on. */
  enum Press {
    NONE,
    SIMILAR,
    CLOSE
  }

  /** What the names of ratings' fields begin with; the id follows. */
  static final String RATING = "rate:";

  /** The most fields that are read. */
  static final int MOST_FIELDS = 250;

  /** Somebody who has not yet done anything. */
  static final TryForm EMPTY = new TryForm("", "", "", "", "", Press.NONE, Map.of());

  private static final int MOST_RATINGS = 200;

  /** The longest search, as in the page: its time is that of its words, at each item. */
  private static final int LONGEST_SEARCH = 200;

  static TryForm of(Fields fields) {
    Map<String, Float> ratings = new LinkedHashMap<>();
    for (String name : fields.getNames()) {
      if (name.startsWith(RATING) && ratings.size() < MOST_RATINGS) {
        String value = last(fields, name);
        if (!value.isEmpty()) {
          ratings.put(name.substring(RATING.length()), number(value));
        }
      }
    }
    String similar = last(fields, "similar");
    boolean close = fields.get("unlike") != null;
    return new TryForm(
        last(fields, "model"),
        last(fields, "compared"),
        search(last(fields, "q")),
        last(fields, "user").strip(),
        close ? "" : similar.isEmpty() ? last(fields, "like") : similar,
        close ? Press.CLOSE : similar.isEmpty() ? Press.NONE : Press.SIMILAR,
        ratings);
  }

  private static String search(String words) {
    return words.substring(0, Math.min(LONGEST_SEARCH, words.length())).strip();
  }

  /** What is no number is left to the check of requests, which says what it expected. */
  private static float number(String text) {
    try {
      return Float.parseFloat(text);
    } catch (NumberFormatException e) {
      return Float.NaN;
    }
  }

  private static String last(Fields fields, String name) {
    Fields.Field field = fields.get(name);
    return field == null ? "" : field.getValues().get(field.getValues().size() - 1);
  }

  /** The number of calls that answer it. */
  int calls() {
    return 1 + (compared.isEmpty() ? 0 : 1) + (like.isEmpty() ? 0 : 1);
  }

  /** Writes the choice of a version. */
  static String choice(ModelRef version) {
    return version.getVersion() + ":" + version.getName();
  }

  /** Reads the choice of a version; "" and what is none: the default. */
  static ModelRef ref(String choice) {
    int colon = choice.indexOf(':');
    ModelRef.Builder ref = ModelRef.newBuilder().setName(choice.substring(colon + 1));
    try {
      return colon < 0
          ? ModelRef.getDefaultInstance()
          : ref.setVersion(Long.parseLong(choice.substring(0, colon))).build();
    } catch (NumberFormatException e) {
      return ModelRef.getDefaultInstance();
    }
  }
}
