package io.autorec.server.page;

import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.jspecify.annotations.Nullable;

/** The headers that keep other sites and foreign scripts away from the page. */
final class PageHeaders {
  private static final String POLICY =
      "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self';"
          + " img-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'";

  private PageHeaders() {}

  static void put(Response response) {
    HttpFields.Mutable headers = response.getHeaders();
    headers.put("Content-Security-Policy", POLICY);
    headers.put("X-Content-Type-Options", "nosniff");
    headers.put("Referrer-Policy", "no-referrer");
    headers.put("Cross-Origin-Opener-Policy", "same-origin");
    headers.put("Cross-Origin-Resource-Policy", "same-origin");
    headers.put(HttpHeader.CACHE_CONTROL, "no-store");
  }

  /**
   * Returns true unless the browser says that another site's page sent the form. The server has no
   * cookies, but a client certificate, or the network alone, may be what opens it.
   */
  static boolean isFromThePage(Request request) {
    @Nullable String site = request.getHeaders().get("Sec-Fetch-Site");
    if (site != null) {
      return site.equals("same-origin") || site.equals("none");
    }
    @Nullable String origin = request.getHeaders().get(HttpHeader.ORIGIN);
    @Nullable String host = request.getHeaders().get(HttpHeader.HOST);
    return origin == null || origin.equals("http://" + host) || origin.equals("https://" + host);
  }
}
