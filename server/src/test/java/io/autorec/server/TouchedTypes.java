package io.autorec.server;

import com.sun.jdi.Bootstrap;
import com.sun.jdi.VirtualMachine;
import com.sun.jdi.connect.Connector;
import com.sun.jdi.connect.LaunchingConnector;
import com.sun.jdi.event.Event;
import com.sun.jdi.event.EventSet;
import com.sun.jdi.event.MethodEntryEvent;
import com.sun.jdi.request.EventRequest;
import com.sun.jdi.request.MethodEntryRequest;
import java.io.BufferedReader;
import java.io.IOException;
import java.util.Map;
import java.util.NavigableSet;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Runs a program under a debugger and names the types of ours that it enters. A type counts if one
 * of its methods or constructors runs; a nested type or a lambda counts as the type around it;
 * generated messages do not count.
 */
final class TouchedTypes implements AutoCloseable {
  private final VirtualMachine program;

  /**
   * Starts a program.
   *
   * @param classPath its classes
   * @param main class and arguments
   */
  TouchedTypes(String classPath, String main) throws Exception {
    LaunchingConnector connector = Bootstrap.virtualMachineManager().defaultConnector();
    Map<String, Connector.Argument> arguments = connector.defaultArguments();
    arguments.get("options").setValue("-cp \"" + classPath + "\"");
    arguments.get("main").setValue(main);
    program = connector.launch(arguments);
    program.resume();
  }

  /** Waits for a line of the program's output, and returns what the first group of it matches. */
  String await(Pattern line) throws IOException {
    BufferedReader output = program.process().inputReader();
    for (String said = output.readLine(); said != null; said = output.readLine()) {
      Matcher match = line.matcher(said);
      if (match.find()) {
        return match.group(1);
      }
    }
    throw new IOException("the program ended before it said " + line);
  }

  /** Returns the types that are entered from now on, until a method of a name is. */
  NavigableSet<String> until(String lastMethod, Runnable work) throws InterruptedException {
    MethodEntryRequest entries = program.eventRequestManager().createMethodEntryRequest();
    entries.addClassFilter("io.autorec.*");
    entries.addClassExclusionFilter("io.autorec.v1.*");
    entries.setSuspendPolicy(EventRequest.SUSPEND_NONE);
    entries.enable();
    work.run();
    NavigableSet<String> types = new TreeSet<>();
    while (true) {
      EventSet events = program.eventQueue().remove();
      for (Event event : events) {
        if (event instanceof MethodEntryEvent entry) {
          if (entry.method().name().equals(lastMethod)) {
            entries.disable();
            return types;
          }
          types.add(entry.method().declaringType().name().replaceAll("\\$.*", ""));
        }
      }
    }
  }

  @Override
  public void close() {
    program.process().destroyForcibly();
  }
}
