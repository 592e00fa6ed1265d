package io.autorec.trainer.records;

import io.autorec.trainer.blocks.Layout;
import io.autorec.trainer.blocks.RatingBlock;
import io.autorec.trainer.input.InputException;
import io.autorec.trainer.input.UnreadableException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
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
  private final List<ColumnReader> values = new ArrayList<>();
  private long leftInGroup;
  private long row;

  private int nextGroup;

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
        if (nextGroup == file.getRowGroups().size()) {
          return false;
        }
        leftInGroup = open(nextGroup++, values);
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
    List<BlockMetaData> groups = file.getRowGroups();
    if (leftInGroup > 0
        || nextGroup == groups.size()
        || groups.get(nextGroup).getRowCount() > MOST_BLOCK_ROWS) {
      return null;
    }
    RatingBlock block = block(layout);
    if (block != null) {
      nextGroup++;
      row += block.lines();
    }
    return block;
  }

  /** The next row group; null if it has a bad row or is broken, as its rows will say. */
  private @Nullable RatingBlock block(Layout layout) throws IOException {
    try {
      List<ColumnReader> readers = new ArrayList<>();
      int rows = Math.toIntExact(open(nextGroup, readers));
      return new ParquetBlock(layout, readers, texts, rows).read();
    } catch (RuntimeException e) {
      return null;
    }
  }

  /** Opens the chosen columns of a row group; returns the number of its rows. */
  private long open(int number, List<ColumnReader> readers) throws IOException {
    PageReadStore group = file.readRowGroup(number);
    readers.clear();
    if (group == null) {
      return 0;
    }
    ColumnReadStore store =
        new ColumnReadStoreImpl(
            group,
            new DummyRecordConverter(chosen).getRootConverter(),
            chosen,
            file.getFooter().getFileMetaData().getCreatedBy());
    columns.forEach(column -> readers.add(store.getColumnReader(column)));
    return group.getRowCount();
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
