package io.autorec.server.page;

import com.github.mustachejava.DefaultMustacheFactory;
import com.github.mustachejava.Mustache;
import com.github.mustachejava.MustacheFactory;
import java.io.StringWriter;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Writes HTML; every value is escaped. Safe for use by several threads. */
final class Templates {
  private static final MustacheFactory FILES = new DefaultMustacheFactory("io/autorec/server/page");

  private final Mustache page = FILES.compile("page.html");
  private final Mustache content = FILES.compile("content.html");
  private final Mustache tried = FILES.compile("tried.html");
  private final Mustache traffic = FILES.compile("traffic.html");
  private final Mustache problem = FILES.compile("problem.html");

  /**
   * The whole page.
   *
   * @param token true if a token is needed first
   * @param certificate true if a client certificate is needed first
   * @param content null if either is needed first
   */
  record Whole(
      Assets assets, String build, boolean token, boolean certificate, @Nullable Content content) {}

  /**
   * What those see who may.
   *
   * @param problem why nothing can be tried; "" if it can
   * @param tried null if nothing can be tried
   */
  record Content(
      List<ModelCard> models,
      TrafficView traffic,
      TryForm form,
      List<ModelCard.Option> chosen,
      List<ModelCard.Option> compared,
      @Nullable TryView tried,
      String problem) {}

  String whole(Whole view) {
    return write(page, view);
  }

  String content(Content view) {
    return write(content, view);
  }

  String tried(TryView view) {
    return write(tried, view);
  }

  String traffic(TrafficView view) {
    return write(traffic, view);
  }

  String problem(String why) {
    return write(problem, new Problem(why));
  }

  record Problem(String problem) {}

  private static String write(Mustache template, Object view) {
    StringWriter text = new StringWriter();
    template.execute(text, view);
    return text.toString();
  }
}
