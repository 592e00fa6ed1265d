package io.autorec.trainer.ratings;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.autorec.trainer.times.Timestamps;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The times of ratings, where they are asked for. */
class RatingsReaderTimesTest {
  @TempDir Path folder;

  private static String times(RatingsFile file) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < file.times().size(); i++) {
      double time = file.times().time(i);
      text.append(file.table().users().id(file.table().user(i)));
      text.append(file.table().items().id(file.table().item(i)));
      text.append(time == Timestamps.NONE ? " none" : " " + (long) time).append('\n');
    }
    return text.toString();
  }

  private String times(String text, ReadOptions options) throws IOException {
    Path file = TextFiles.write(folder, "timed.csv", text);
    return times(RatingsReader.read(file, options.withTimes()));
  }

  @Test
  void read_keepsTheTimeOfTheRatingThatStays() throws IOException {
    assertEquals(
        "ux 9\nuy 7\nvx none\nvz -3\n",
        times(
            "user,item,rating,time\nv,z,1,-3\nu,y,2,7\nu,x,3,9\nu,y,4,5\nu,x,5,8\nv,x,1,\n",
            ReadOptions.defaults()));
  }

  @Test
  void read_leavesRowsWithoutARatingOut() throws IOException {
    assertEquals(
        "ux 9\nvy 4\nvz 3\n",
        times(
            "user,item,rating,time\nv,z,1,3\nv,a,0,99\nu,x,3,9\nu,a,0,98\nv,y,2,4\nv,y,0,97\n",
            ReadOptions.defaults().toBuilder().missingValues(List.of("0")).build()));
  }

  @Test
  void read_keepsTheTimesOfInteractions_andNoneWithoutARating() throws IOException {
    assertEquals(
        "ua none\nux 9\nvy 4\nvz 3\n",
        times(
            "user,item,rating,time\nv,z,1,3\nu,x,1,9\nu,a,0,98\nv,y,1,4\n",
            ReadOptions.defaults().toBuilder().missingValues(List.of("0")).build()));
    String clicks = "user,item,time\nv,y,4\nu,x,9\nv,y,8\n";
    assertEquals("ux 9\nvy 8\n", times(clicks, ReadOptions.defaults()));
    ReadOptions interactions = ReadOptions.defaults().asInteractions();
    assertEquals(
        "ux 9\nvy 8\n", times("user,item,rating,time\nv,y,4,4\nu,x,5,9\nv,y,6,8\n", interactions));
    assertEquals("5x 9\n7y 8\n", times("7\ty\t1\t4\n5\tx\t2\t9\n7\ty\t1\t8\n", interactions));
  }

  @Test
  void read_keepsNoTimes() throws IOException {
    Path file = TextFiles.write(folder, "t.csv", "user,item,rating,time\nu,x,3,9\nv,y,4,8\n");
    assertEquals("", times(RatingsReader.read(file, ReadOptions.defaults())));
    assertEquals("", times("user,item,rating\nu,x,3\nv,y,4\n", ReadOptions.defaults()));
  }

  /** Whatever the order of the rows, each pair has the latest of its times. */
  @Property(tries = 100)
  void read_keepsTheLatestTimeOfEachPair(@ForAll long seed) throws IOException {
    Random random = new Random(seed);
    Map<String, Integer> latest = new HashMap<>();
    StringBuilder text = new StringBuilder("user,item,rating,time\n");
    for (int row = 0; row < 60; row++) {
      int user = row < 2 ? row : random.nextInt(5);
      int item = row < 2 ? row : random.nextInt(9);
      int time = random.nextInt(1000);
      text.append("u%d,i%d,%d,%d%n".formatted(user, item, 1 + row % 5, time));
      latest.merge("u" + user + "i" + item, time, Math::max);
    }
    Path file =
        TextFiles.write(Path.of(System.getProperty("java.io.tmpdir")), "t" + seed, text.toString());
    try {
      RatingsFile read = RatingsReader.read(file, ReadOptions.defaults().withTimes());
      Map<String, Integer> found = new HashMap<>();
      times(read)
          .lines()
          .map(line -> line.split(" "))
          .forEach(f -> found.put(f[0], Integer.valueOf(f[1])));
      assertEquals(latest, found);
    } finally {
      Files.delete(file);
    }
  }
}
