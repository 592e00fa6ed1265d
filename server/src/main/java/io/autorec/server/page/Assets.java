package io.autorec.server.page;

import io.autorec.model.Sha256;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/**
 * The files of the page that never change while the server runs. Their addresses hold their digest,
 * so that browsers keep them until a release changes them.
 */
final class Assets {
  private static final String FOLDER = "/page/";
  private static final String HTMX = "/META-INF/resources/webjars/htmx.org/2.0.8/dist/htmx.min.js";
  private static final String HERE = "/io/autorec/server/page/";

  private final Map<String, Asset> byName = new TreeMap<>();

  /** A file. */
  private record Asset(String type, byte[] bytes, String address) {}

  Assets() {
    add("htmx.js", HTMX, "text/javascript; charset=utf-8");
    add("page.js", HERE + "page.js", "text/javascript; charset=utf-8");
    add("page.css", HERE + "page.css", "text/css; charset=utf-8");
    add("icon.svg", HERE + "icon.svg", "image/svg+xml");
  }

  private void add(String name, String resource, String type) {
    byte[] bytes = bytes(resource);
    String digest = HexFormat.of().formatHex(Sha256.digest(bytes)).substring(0, 16);
    byName.put(name, new Asset(type, bytes, FOLDER + name + "?" + digest));
  }

  private static byte[] bytes(String resource) {
    try (InputStream file = Assets.class.getResourceAsStream(resource)) {
      if (file == null) {
        throw new IllegalStateException("missing in the jars: " + resource);
      }
      return file.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The addresses of scripts. */
  List<String> scripts() {
    return List.of(address("htmx.js"), address("page.js"));
  }

  String style() {
    return address("page.css");
  }

  String icon() {
    return address("icon.svg");
  }

  private String address(String name) {
    return Objects.requireNonNull(byName.get(name)).address;
  }

  /** Returns true if there is a file of this path. */
  boolean has(String path) {
    return path.startsWith(FOLDER) && byName.containsKey(path.substring(FOLDER.length()));
  }

  /** Sends the file of a path that it has. */
  void send(String path, Response response, Callback callback) {
    Asset asset = Objects.requireNonNull(byName.get(path.substring(FOLDER.length())));
    response.getHeaders().put(HttpHeader.CONTENT_TYPE, asset.type);
    response.getHeaders().put(HttpHeader.CACHE_CONTROL, "max-age=31536000, immutable");
    response.write(true, ByteBuffer.wrap(asset.bytes), callback);
  }
}
