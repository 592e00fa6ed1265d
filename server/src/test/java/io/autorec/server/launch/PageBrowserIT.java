package io.autorec.server.launch;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType.LaunchOptions;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import io.autorec.fixture.TenItems;
import io.autorec.server.fixture.TinyServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;

/**
 * The page in a browser, by keyboard alone. It is left out where Debian's Chromium is missing;
 * {@code -Pbrowser -Dautorec.chromium=FILE} names another.
 */
@Timeout(300)
@ResourceLock("chromium")
class PageBrowserIT {
  private static final Path CHROMIUM =
      Path.of(System.getProperty("autorec.chromium", "/usr/bin/chromium"));
  private static final String APP = "app-0123456789012345678901234567";

  private static Playwright playwright;
  private static Browser browser;

  private final List<String> complaints = new ArrayList<>();

  @TempDir Path models;
  @TempDir Path folder;

  @BeforeAll
  static void open() {
    Assumptions.assumeTrue(
        Files.isExecutable(CHROMIUM), "no " + CHROMIUM + ": the page is not tried in a browser");
    playwright =
        Playwright.create(
            new Playwright.CreateOptions()
                .setEnv(
                    Map.of(
                        "PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1",
                        "PLAYWRIGHT_SKIP_VALIDATE_HOST_REQUIREMENTS", "1")));
    browser =
        playwright
            .chromium()
            .launch(
                new LaunchOptions()
                    .setExecutablePath(CHROMIUM)
                    .setArgs(List.of("--no-sandbox", "--disable-gpu")));
  }

  @AfterAll
  static void close() {
    if (playwright != null) {
      playwright.close();
    }
  }

  /** Opens the page of a server, and listens to what the browser complains of. */
  private Page page(TinyServer server, BrowserContext context) {
    Page page = context.newPage();
    page.onConsoleMessage(
        message -> {
          if (message.type().equals("error") || message.type().equals("warning")) {
            complaints.add(message.text());
          }
        });
    page.onPageError(complaints::add);
    page.navigate("http://localhost:" + server.running().metricsPort().orElseThrow() + "/");
    return page;
  }

  private static void press(Page page, String key, int times) {
    for (int i = 0; i < times; i++) {
      page.keyboard().press(key);
    }
  }

  private static String focused(Page page) {
    return (String) page.evaluate("document.activeElement.id");
  }

  /** Types words at once: the page searches again for each key that comes late. */
  private static void type(Page page, String words) {
    page.keyboard().insertText(words);
  }

  /** Searches from the top of the page, and goes to the ratings of the first item that is found. */
  private static void search(Page page, String words, int found) {
    press(page, "Tab", 1);
    assertEquals("q", focused(page));
    type(page, words);
    assertThat(page.locator(".rate legend")).hasCount(found);
    press(page, "Tab", 4);
  }

  @Test
  void newcomer_getsLists_byKeyboardAlone() throws Exception {
    try (TinyServer server = TinyServer.measured(models, Map.of());
        BrowserContext context = browser.newContext()) {
      Page page = page(server, context);
      assertThat(page.locator(".list li")).hasCount(5);
      search(page, "o", 3);
      String first = focused(page);
      assertTrue(first.endsWith("-0"), first);
      // To the last of its ratings, and back by one.
      press(page, "ArrowLeft", 2);
      assertThat(page.locator("#said")).hasText("4 recommendations from 1 rating");
      assertThat(page.locator(".given .choice input:checked")).hasValue("4");
      assertEquals(first.replace("-0", "-3"), focused(page));
      press(page, "Tab", 1);
      press(page, "Space", 1);
      assertThat(page.locator("#said")).hasText("3 recommendations from 2 ratings");
      List<String> before = page.locator(".list .title").allTextContents();
      press(page, "Tab", 1);
      press(page, "ArrowLeft", 1);
      assertThat(page.locator("#said")).hasText("2 recommendations from 3 ratings");
      assertFalse(before.equals(page.locator(".list .title").allTextContents()));
      assertThat(page.locator(".because")).hasCount(2);
      // A search for others keeps the ratings.
      page.locator("#q").focus();
      type(page, "ne");
      assertThat(page.locator(".rate h3"))
          .hasText(new String[] {"Rate items", "Your other ratings"});
      assertThat(page.locator(".given")).hasCount(3);
      page.locator(".list button").first().focus();
      press(page, "Enter", 1);
      assertThat(page.locator(".similar .problem")).hasCount(1);
      assertThat(page.locator(".similar")).isFocused();
      press(page, "Tab", 1);
      press(page, "Enter", 1);
      assertThat(page.locator(".similar")).hasCount(0);
      assertThat(page.locator(".lists")).isFocused();
      assertEquals(List.of(), complaints);
    }
  }

  @Test
  void newcomer_ratesFiveItems_andOneMore_byKeyboardAlone() throws Exception {
    TenItems.write(models, "tiny", 5);
    try (TinyServer server = TinyServer.measured(models, Map.of());
        BrowserContext context = browser.newContext()) {
      Page page = page(server, context);
      assertThat(page.locator(".list li")).hasCount(10);
      search(page, "film", 8);
      for (int item = 0; item < 5; item++) {
        rateFocused(page, item, List.of("4", "1", "5", "1", "4").get(item));
        press(page, "Tab", 1);
      }
      assertThat(page.locator(".given")).hasCount(5);
      assertThat(page.locator(".list .title"))
          .hasText(new String[] {"Film 6", "Film 5", "Film 7", "Film 8", "Film 9"});
      rateFocused(page, 5, "5");
      assertThat(page.locator(".list .title"))
          .hasText(new String[] {"Film 6", "Film 9", "Film 8", "Film 7"});
      assertEquals(List.of(), complaints);
    }
  }

  /** Rates the item whose first choice has the focus: with the lowest rating, or back from it. */
  private static void rateFocused(Page page, int item, String rating) {
    assertEquals("r" + item + "-0", focused(page));
    if (rating.equals("1")) {
      press(page, "Space", 1);
    } else {
      press(page, "ArrowLeft", 6 - Integer.parseInt(rating));
    }
    assertThat(page.locator("#said")).containsText(" from " + (item + 1) + " rating");
    assertThat(page.locator("[name='rate:i" + item + "']:checked")).hasValue(rating);
  }

  @Test
  void page_needsNoSidewaysScroll_onAPhone() throws Exception {
    try (TinyServer server = TinyServer.measured(models, Map.of());
        BrowserContext context =
            browser.newContext(new Browser.NewContextOptions().setViewportSize(390, 844))) {
      Page page = page(server, context);
      assertEquals(390, page.evaluate("document.documentElement.scrollWidth"));
      page.locator("#compared").selectOption("4:tiny");
      assertThat(page.locator(".list")).hasCount(2);
      assertEquals(390, page.evaluate("document.documentElement.scrollWidth"));
      assertEquals(List.of(), complaints);
    }
  }

  @Test
  void form_works_withoutScripts() throws Exception {
    try (TinyServer server = TinyServer.measured(models, Map.of());
        BrowserContext context =
            browser.newContext(new Browser.NewContextOptions().setJavaScriptEnabled(false))) {
      Page page = page(server, context);
      page.locator("[name='rate:i0'][value='5']").check();
      page.locator("button:text('Show')").click();
      assertThat(page.locator(".list li")).hasCount(4);
      assertThat(page.locator("[name='rate:i0'][value='5']")).isChecked();
    }
  }

  @Test
  void token_opensThePage_andIsNotInItsAddress() throws Exception {
    Path tokens = Files.writeString(folder.resolve("tokens"), "predict app " + APP);
    try (TinyServer server = TinyServer.measured(models, Map.of("tokens", tokens));
        BrowserContext context = browser.newContext()) {
      Page page = page(server, context);
      assertThat(page.locator("#try")).hasCount(0);
      page.locator("#secret").focus();
      page.keyboard().type("wrong");
      press(page, "Enter", 1);
      assertThat(page.locator("#refused")).hasText("A token is needed that is valid.");
      page.locator("#secret").fill(APP);
      press(page, "Enter", 1);
      assertThat(page.locator(".list li")).hasCount(5);
      assertThat(page.locator("#traffic")).hasText("To read it needs the scope metrics.");
      page.locator("[name='rate:i0'][value='5']").press("Space");
      assertThat(page.locator(".list li")).hasCount(4);
      page.reload();
      assertThat(page.locator(".list li")).hasCount(5);
      assertFalse(page.url().contains(APP), page.url());
      assertEquals(List.of(), context.cookies());
      page.locator("#forget").click();
      assertThat(page.locator("#secret")).isVisible();
      complaints.removeIf(text -> text.contains("401"));
      assertEquals(List.of(), complaints);
    }
  }

  /**
   * Takes the picture of the guide: {@code -Dautorec.picture=FILE -Dautorec.picture.models=FOLDER}.
   */
  @Test
  void picture_isTaken_whereItIsWanted() throws Exception {
    String file = System.getProperty("autorec.picture", "");
    Assumptions.assumeFalse(file.isEmpty(), "no -Dautorec.picture");
    Map<String, Object> settings =
        Map.of(
            "autorec.port",
            0,
            "autorec.metrics-port",
            0,
            "autorec.device",
            "cpu",
            "autorec.models",
            System.getProperty("autorec.picture.models"));
    try (RunningServer server = RunningServer.start(settings);
        BrowserContext context =
            browser.newContext(new Browser.NewContextOptions().setViewportSize(1200, 800))) {
      Page page = context.newPage();
      page.navigate("http://localhost:" + server.metricsPort().orElseThrow() + "/");
      for (int item = 0; item < 5; item++) {
        page.locator("fieldset").nth(item).locator("input").nth(item % 2 == 0 ? 4 : 1).check();
        assertThat(page.locator("#said")).containsText("from " + (item + 1) + " rating");
      }
      page.screenshot(new Page.ScreenshotOptions().setPath(Path.of(file)));
    }
  }
}
