package io.autorec.trainer.records;

import io.autorec.trainer.blocks.BlockTask;
import io.autorec.trainer.blocks.Layout;
import io.autorec.trainer.blocks.RatingBlock;
import io.autorec.trainer.input.InputException;
import io.autorec.trainer.input.UnreadableException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.apache.parquet.ParquetReadOptions;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.column.ColumnReadStore;
import org.apache.parquet.column.ColumnReader;
import org.apache.parquet.column.impl.ColumnReadStoreImpl;
import org.apache.parquet.column.page.PageReadStore;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.example.DummyRecordConverter;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.metadata.BlockMetaData;
import org.apache.parquet.hadoop.metadata.ColumnChunkMetaData;
import org.apache.parquet.io.LocalInputFile;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.Type;
import org.jspecify.annotations.Nullable;

/**
 * Rows of a Parquet file. One row group is in memory at a time, and of it only the chosen columns.
 *
 * <p>The library reports broken data by exceptions of many types; all become an {@link
 * UnreadableException}.
 */
public final class ParquetRows extends RecordRows {
  private static final long ROWS_AHEAD = 2_000_000;

  /** Each takes memory, however few rows it has. */
  private static final int MOST_GROUPS_AHEAD = 64;

  /** Larger row groups, if they are what they say, are read row by row. */
  private static final int MOST_BLOCK_ROWS = 1 << 26;

  private static final byte[] MAGIC = {'P', 'A', 'R', '1'};

  private final Path path;
  private final ParquetFileReader file;
  private final List<Type> readable = new ArrayList<>();
  private final Set<String> nested = new LinkedHashSet<>();
  private MessageType chosen = new MessageType("none", List.of());

  /** The chosen columns: what they are, how they are spelled, their values in the row group. */
  private List<ColumnDescriptor> columns = List.of();

  private final List<Function<ColumnReader, String>> texts = new ArrayList<>();
  private List<ColumnReader> values = List.of();
  private long leftInGroup;
  private long row;

  /** The row groups that have rows. */
  private final List<Integer> groups = new ArrayList<>();

  /** The index in {@link #groups} of the next to open. */
  private int nextGroup;

  /** Row groups that other threads read, before the next one to open. */
  private final Deque<Ahead> ahead = new ArrayDeque<>();

  private record Ahead(long rows, BlockTask task) {}

  /** Opens a file. */
  public ParquetRows(Path path) throws IOException {
    this.path = path;
    try {
      this.file =
          ParquetFileReader.open(
              new LocalInputFile(path),
              ParquetReadOptions.builder(new PlainParquetConfiguration())
                  .withCodecFactory(new ParquetCodecs())
                  .usePageChecksumVerification()
                  .build());
    } catch (IOException | RuntimeException e) {
      throw broken(e);
    }
    for (int group = 0; group < file.getRowGroups().size(); group++) {
      if (file.getRowGroups().get(group).getRowCount() != 0) {
        groups.add(group);
      }
    }
    for (Type type : file.getFooter().getFileMetaData().getSchema().getFields()) {
      if (type.isPrimitive() && !type.isRepetition(Type.Repetition.REPEATED)) {
        readable.add(type);
      } else {
        nested.add(type.getName());
      }
    }
  }

  /** Returns true if a file begins as Parquet files do. */
  public static boolean areIn(Path path) throws IOException {
    if (!Files.isRegularFile(path) || !Files.isReadable(path)) {
      return false;
    }
    try (InputStream in = Files.newInputStream(path)) {
      return Arrays.equals(in.readNBytes(MAGIC.length), MAGIC);
    }
  }

  @Override
  public String description() {
    return "Parquet";
  }

  @Override
  public List<String> names() {
    return readable.stream().map(Type::getName).toList();
  }

  @Override
  public Set<String> nested() {
    return Set.copyOf(nested);
  }

  @Override
  public List<String> types(List<Integer> columns) {
    return columns.stream().map(readable::get).map(ParquetRows::typeOf).toList();
  }

  private static String typeOf(Type type) {
    String holds =
        switch (type.asPrimitiveType().getPrimitiveTypeName()) {
          case BINARY, FIXED_LEN_BYTE_ARRAY -> " holds text";
          default -> " holds numbers";
        };
    return type.getName() + holds;
  }

  @Override
  public void choose(List<Integer> indexes) {
    chosen = new MessageType("chosen", indexes.stream().map(readable::get).toList());
    columns = chosen.getColumns();
    columns.forEach(column -> texts.add(ParquetText.of(column.getPrimitiveType())));
    for (BlockMetaData group : file.getFooter().getBlocks()) {
      for (ColumnChunkMetaData chunk : group.getColumns()) {
        if (chosen.containsPath(chunk.getPath().toArray())
            && !ParquetCodecs.NAMES.contains(chunk.getCodec().name())) {
          throw new InputException(
              "%s: compressed with %s (expected: one of %s)"
                  .formatted(path, chunk.getCodec(), String.join(", ", ParquetCodecs.NAMES)));
        }
      }
    }
    file.setRequestedSchema(chosen);
  }

  @Override
  public boolean next() throws IOException {
    try {
      while (leftInGroup == 0) {
        // What other threads read of the groups after this one stays.
        int number = nextGroup - ahead.size();
        if (number == groups.size()) {
          return false;
        }
        PageReadStore group = file.readRowGroup(groups.get(number));
        if (ahead.poll() == null) {
          nextGroup++;
        }
        values = readers(group);
        leftInGroup = group.getRowCount();
      }
      leftInGroup--;
      row++;
      readRow();
      return true;
    } catch (InputException e) {
      throw e;
    } catch (IOException | RuntimeException e) {
      throw broken(e);
    }
  }

  @Override
  public long line() {
    return row;
  }

  @Override
  public String place() {
    return ", row " + row;
  }

  @Override
  public void close() throws IOException {
    file.close();
  }

  @Override
  public @Nullable RatingBlock nextBlock(Layout layout) throws IOException {
    if (leftInGroup > 0) {
      return null;
    }
    readAhead(layout);
    Ahead next = ahead.peek();
    RatingBlock block =
        next == null ? null : next.task().result(ahead.stream().map(Ahead::task).toList());
    if (block != null) {
      ahead.remove();
      row += block.lines();
    }
    return block;
  }

  /** Has some rows read by other threads: those of one row group, or of several small ones. */
  private void readAhead(Layout layout) {
    long rows = ahead.stream().mapToLong(Ahead::rows).sum();
    while (nextGroup < groups.size() && rows < ROWS_AHEAD && ahead.size() < MOST_GROUPS_AHEAD) {
      int number = groups.get(nextGroup);
      long ofGroup = file.getRowGroups().get(number).getRowCount();
      PageReadStore group = ofGroup > MOST_BLOCK_ROWS ? null : pages(number);
      if (group == null) {
        return;
      }
      ahead.add(new Ahead(ofGroup, BlockTask.start(() -> block(layout, group))));
      nextGroup++;
      rows += ofGroup;
    }
  }

  /** The pages of a row group; null if they are broken, as its first row will say. */
  private @Nullable PageReadStore pages(int number) {
    try {
      return file.readRowGroup(number);
    } catch (IOException | RuntimeException e) {
      return null;
    }
  }

  /** The rows of a row group; null if one is bad or broken, as they will say one by one. */
  private @Nullable RatingBlock block(Layout layout, PageReadStore group) {
    try {
      int rows = Math.toIntExact(group.getRowCount());
      return new ParquetBlock(layout, readers(group), texts, rows).read();
    } catch (RuntimeException e) {
      return null;
    }
  }

  /** Readers of the chosen columns, at their first values. */
  private List<ColumnReader> readers(PageReadStore group) {
    ColumnReadStore store =
        new ColumnReadStoreImpl(
            group,
            new DummyRecordConverter(chosen).getRootConverter(),
            chosen,
            file.getFooter().getFileMetaData().getCreatedBy());
    return columns.stream().map(store::getColumnReader).toList();
  }

  private void readRow() {
    String noText = "";
    fields.clear();
    for (int i = 0; i < values.size(); i++) {
      ColumnReader value = values.get(i);
      boolean isNull = value.getCurrentDefinitionLevel() < columns.get(i).getMaxDefinitionLevel();
      try {
        fields.add(isNull ? "" : texts.get(i).apply(value));
      } catch (InputException e) {
        noText = "column %s: %s".formatted(columns.get(i).getPath()[0], e.getMessage());
      }
      value.consume();
    }
    if (!noText.isEmpty()) {
      throw new InputException(path + place() + ": " + noText);
    }
  }

  private static UnreadableException broken(Exception e) {
    String reason = String.valueOf(e.getMessage()).lines().findFirst().orElse("");
    if (reason.contains("Expected magic number at tail")) {
      reason = "its end is missing (is the file cut off?)";
    }
    return new UnreadableException(": broken Parquet data: " + reason, e);
  }
}
