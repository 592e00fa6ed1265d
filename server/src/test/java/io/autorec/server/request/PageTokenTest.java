package io.autorec.server.request;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Base64;
import java.util.BitSet;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class PageTokenTest {
  private static final int ITEMS = 5000;

  @Property
  void token_readsBack(
      @ForAll @LongRange(min = 1) long version,
      @ForAll int request,
      @ForAll @Size(max = 300) Set<@IntRange(max = ITEMS - 1) Integer> items) {
    BitSet shown = new BitSet();
    items.forEach(shown::set);
    PageToken token = new PageToken(version, request, shown);
    String text = token.encode();
    assertEquals(Optional.of(token), PageToken.decode(text, ITEMS));
    assertEquals(OptionalLong.of(version), PageToken.versionOf(text));
    assertTrue(text.length() <= 30 + 3 * items.size(), text);
  }

  @Property
  void token_isRefused_whenItNamesAnItemBeyondTheModel(
      @ForAll @IntRange(max = ITEMS - 1) int last) {
    BitSet shown = new BitSet();
    shown.set(last);
    String text = new PageToken(1, 7, shown).encode();
    assertTrue(PageToken.decode(text, last + 1).isPresent());
    assertEquals(Optional.empty(), PageToken.decode(text, last));
  }

  @Property
  void bytesOfOthers_areNoToken_orOneWithinTheModel(@ForAll byte[] bytes) {
    String text = Base64.getUrlEncoder().encodeToString(bytes);
    PageToken.versionOf(text);
    PageToken.decode(text, ITEMS)
        .ifPresent(token -> assertTrue(token.shown().length() <= ITEMS, text));
  }

  @Property
  void damagedTokens_areNoToken(@ForAll long seed) {
    Random random = new Random(seed);
    BitSet shown = new BitSet();
    random.ints(20, 0, ITEMS).forEach(shown::set);
    byte[] bytes = Base64.getUrlDecoder().decode(new PageToken(3, 9, shown).encode());
    byte[] shorter = Arrays.copyOf(bytes, random.nextInt(bytes.length));
    bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
    for (byte[] damaged : new byte[][] {shorter, bytes}) {
      String text = Base64.getUrlEncoder().encodeToString(damaged);
      assertEquals(Optional.empty(), PageToken.decode(text, ITEMS));
      assertEquals(OptionalLong.empty(), PageToken.versionOf(text));
    }
  }

  @Test
  void text_thatIsNotBase64_isNoToken() {
    assertEquals(Optional.empty(), PageToken.decode("not a token!", ITEMS));
    assertEquals(OptionalLong.empty(), PageToken.versionOf("not a token!"));
  }
}
