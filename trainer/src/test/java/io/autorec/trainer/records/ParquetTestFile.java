package io.autorec.trainer.records;

import java.io.IOException;
import java.nio.file.Path;
import java.util.function.Consumer;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.SimpleGroup;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.example.ExampleParquetWriter;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.io.LocalOutputFile;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.MessageTypeParser;

/** Writes Parquet files for tests. */
public final class ParquetTestFile implements AutoCloseable {
  private final MessageType schema;
  private final ParquetWriter<Group> writer;

  /**
   * @param fields the columns, such as {@code required int64 userId; optional double rating;}
   */
  public ParquetTestFile(Path file, String fields) throws IOException {
    this.schema = MessageTypeParser.parseMessageType("message row { " + fields + " }");
    this.writer =
        ExampleParquetWriter.builder(new LocalOutputFile(file))
            .withConf(new PlainParquetConfiguration())
            .withType(schema)
            .withCompressionCodec(CompressionCodecName.UNCOMPRESSED)
            .withRowGroupSize(200L)
            .withMinRowCountForPageSizeCheck(2)
            .withMaxRowCountForPageSizeCheck(2)
            .build();
  }

  /** Adds a row; a column that is not set is null. */
  public ParquetTestFile row(Consumer<Group> values) throws IOException {
    Group group = new SimpleGroup(schema);
    values.accept(group);
    writer.write(group);
    return this;
  }

  @Override
  public void close() throws IOException {
    writer.close();
  }
}
