package io.autorec.server.request;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.CodedOutputStream;
import io.autorec.v1.ModelRef;
import io.autorec.v1.RankBy;
import io.autorec.v1.RecommendRequest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Base64;
import java.util.BitSet;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.zip.CRC32C;

/**
 * The items that the pages of a list have shown so far. A position in the list would not suffice:
 * the last digits of scores depend on the other rows in the batch, so items may swap places between
 * calls.
 *
 * @param version the model version of the list
 * @param request the checksum of the request
 * @param shown the positions of the items so far
 */
public record PageToken(long version, int request, BitSet shown) {
  // Then follow: version, checksum of the request, gaps between positions, checksum of all this.
  private static final int FORMAT = 2;
  private static final int CHECKSUM_BYTES = 4;

  public PageToken {
    shown = (BitSet) shown.clone();
  }

  /**
   * The checksum of the fields that must be the same for all pages.
   *
   * @param model the version that answers
   * @param order the order of the list. It counts in place of that in the request, which may name
   *     none. By predicted rating it is that of servers that know no other, whose lists go on here.
   */
  public static int checksum(RecommendRequest request, ModelRef model, RankBy order) {
    RecommendRequest.Builder same =
        request.toBuilder().setModel(model).clearPageToken().clearTopN().clearExplain();
    if (order == RankBy.RANK_BY_PREDICTED_RATING) {
      same.clearRankBy();
    } else {
      same.setRankBy(order);
    }
    byte[] bytes = same.build().toByteArray();
    return checksum(bytes, bytes.length);
  }

  /** The token as text: a few bytes, and about one more for each item that has been shown. */
  public String encode() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    CodedOutputStream out = CodedOutputStream.newInstance(bytes);
    try {
      out.writeUInt32NoTag(FORMAT);
      out.writeUInt64NoTag(version);
      out.writeFixed32NoTag(request);
      int before = -1;
      for (int item = shown.nextSetBit(0); item >= 0; item = shown.nextSetBit(item + 1)) {
        out.writeUInt32NoTag(item - before);
        before = item;
      }
      out.flush();
      out.writeFixed32NoTag(checksum(bytes.toByteArray(), bytes.size()));
      out.flush();
    } catch (IOException e) {
      throw new IllegalStateException("an array takes all", e);
    }
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes.toByteArray());
  }

  /** The version in a token; empty if the text is no token of this server. */
  public static OptionalLong versionOf(String text) {
    try {
      CodedInputStream in = open(text);
      return in.readUInt32() == FORMAT ? OptionalLong.of(in.readUInt64()) : OptionalLong.empty();
    } catch (IllegalArgumentException | IOException e) {
      return OptionalLong.empty();
    }
  }

  /** Opens a token and checks its checksum. */
  private static CodedInputStream open(String text) throws IOException {
    byte[] bytes = Base64.getUrlDecoder().decode(text);
    int size = bytes.length - CHECKSUM_BYTES;
    if (size < 0
        || CodedInputStream.newInstance(bytes, size, CHECKSUM_BYTES).readFixed32()
            != checksum(bytes, size)) {
      throw new IOException("damaged");
    }
    return CodedInputStream.newInstance(bytes, 0, size);
  }

  private static int checksum(byte[] bytes, int size) {
    CRC32C checksum = new CRC32C();
    checksum.update(bytes, 0, size);
    return (int) checksum.getValue();
  }

  /**
   * Reads a token.
   *
   * @param items the number of items of the model
   * @return empty if the text is no token of this server
   */
  public static Optional<PageToken> decode(String text, int items) {
    try {
      CodedInputStream in = open(text);
      if (in.readUInt32() != FORMAT) {
        return Optional.empty();
      }
      long version = in.readUInt64();
      int request = in.readFixed32();
      BitSet shown = new BitSet();
      long item = -1;
      while (!in.isAtEnd()) {
        long gap = Integer.toUnsignedLong(in.readUInt32());
        item += gap;
        if (gap == 0 || item >= items) {
          return Optional.empty();
        }
        shown.set((int) item);
      }
      return Optional.of(new PageToken(version, request, shown));
    } catch (IllegalArgumentException | IOException e) {
      return Optional.empty();
    }
  }
}
