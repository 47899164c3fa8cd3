package io.undertone.job.command;

import static io.undertone.job.command.ScoringOptions.SHOWN;

import io.undertone.job.JobException;
import io.undertone.job.local.Counted;
import io.undertone.job.local.FlinkUri;
import io.undertone.job.local.SignOfLife;
import io.undertone.job.local.Terminal;
import io.undertone.job.memory.MemoryEffect;
import io.undertone.job.memory.MemoryJson;
import io.undertone.job.memory.MemoryReaders;
import io.undertone.job.memory.MemoryTable;
import io.undertone.job.memory.MemoryView;
import io.undertone.job.memory.MemoryView.Order;
import io.undertone.job.memory.Savepoint;
import io.undertone.job.memory.UserRemoval;
import io.undertone.operator.model.ModelSource;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Shows the memories in a savepoint, and removes users from one. */
@Command(
    name = "memory",
    description = {
      "Shows what a savepoint or a retained checkpoint holds of users.",
      "Shows how each memory changes the model's answer to a neutral text.",
      "With --forget, writes a savepoint without some users."
    })
final class MemoryCommand implements Callable<Integer> {

  /** The most users that are shown, since they are kept in the heap. */
  private static final int TOP_MAX = 100_000;

  @Mixin OutputOptions output;
  @Mixin DeviceOption device;

  @Option(
      names = "--from",
      required = true,
      paramLabel = "PATH",
      description = "Folder or URI of a savepoint or a retained checkpoint. It is only read.")
  String from;

  @Option(
      names = "--user",
      arity = "1..*",
      paramLabel = "U",
      description = "Show these users. Default: the first of all, by --top and --by.")
  List<String> users = new ArrayList<>();

  @Option(names = "--top", paramLabel = "N", description = "Number of users to show." + SHOWN)
  int top = 10;

  @Option(
      names = "--by",
      paramLabel = "O",
      description =
          "Order of users: reviews (number of reviews in memory) or lean (how far the"
              + " memory moves the model's answer)."
              + SHOWN)
  Order by = Order.REVIEWS;

  @Option(
      names = "--text",
      paramLabel = "T",
      description =
          "Text that the model is asked about. Default: of a list of neutral texts, the one"
              + " about which the model is least decided.")
  @Nullable String text;

  @Option(
      names = "--model",
      paramLabel = "M",
      description =
          "Name, folder or URI of the bundle that reads the memory. Default: the bundle"
              + " here that has the memory's state fingerprint.")
  @Nullable String model;

  @Option(
      names = "--json",
      description = "Write one JSON object per user, with the memory's numbers.")
  boolean json;

  @Option(
      names = "--forget",
      arity = "1..*",
      paramLabel = "U",
      description = "Write a savepoint without these users to --out. All else stays as it was.")
  List<String> forget = new ArrayList<>();

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description = "Where --forget writes: a local folder that does not exist yet.")
  @Nullable String out;

  @SuppressWarnings("NullAway.Init") // picocli sets the fields
  MemoryCommand() {}

  @Override
  public Integer call() throws Exception {
    if (forget.isEmpty() != (out == null)) {
      throw new WrongUsage(
          "--forget and --out go together: users, and where to write what is left.");
    }
    WrongUsage.requireWithin("--top", top, TOP_MAX);
    if (from.isBlank()) {
      throw new WrongUsage("--from is empty; name a savepoint or a retained checkpoint.");
    }
    Path folder = out == null ? null : folder(out);
    Savepoint savepoint = Savepoint.at(FlinkUri.of(from));
    return folder == null ? show(savepoint) : forget(savepoint, folder);
  }

  /** The folder to write to; a savepoint cannot be moved to a remote file system. */
  private Path folder(String out) {
    if (!ModelSource.isUri(out)) {
      return FlinkUri.folder(FlinkUri.of(out));
    }
    try {
      URI uri = URI.create(out);
      if ("file".equals(uri.getScheme())) {
        return Path.of(uri);
      }
    } catch (IllegalArgumentException noFolder) {
      throw new WrongUsage(
          "--out is %s, which is no URI: %s.".formatted(out, noFolder.getMessage()));
    }
    throw new WrongUsage(
        "--out is %s; it has to be a folder of this machine. Copy it from there where it is to go."
            .formatted(out));
  }

  @SuppressWarnings("try") // the sign only has to be open
  private int forget(Savepoint savepoint, Path out) throws Exception {
    Set<String> found;
    try (SignOfLife life = SignOfLife.onStderr(() -> "Writing the savepoint")) {
      found = new UserRemoval(savepoint, new LinkedHashSet<>(forget)).write(out);
    }
    sayUnknown(forget, found);
    if (found.isEmpty()) {
      return CommandLines.FAILURE;
    }
    say(
        "Forgotten: %d of %d. Go on with run --restore-from %s"
            .formatted(found.size(), new HashSet<>(forget).size(), FlinkUri.of(out)));
    return CommandLines.SUCCESS;
  }

  private int show(Savepoint savepoint) throws Exception {
    try (MemoryReaders readers = new MemoryReaders(models(), device.choice, text)) {
      MemoryView view = new MemoryView(readers, users, top, by);
      List<MemoryEffect> shown = read(savepoint, view);
      if (json) {
        view.summary().forEach(this::say);
        shown.forEach(effect -> System.out.println(MemoryJson.write(effect)));
      } else {
        Terminal terminal = Terminal.ofStdout();
        view.summary().forEach(terminal::println);
        new MemoryTable(terminal).lines(shown).forEach(terminal::println);
      }
      sayUnknown(users, shown.stream().map(effect -> effect.memory().user()).toList());
      return shown.isEmpty() && !users.isEmpty() ? CommandLines.FAILURE : CommandLines.SUCCESS;
    }
  }

  @SuppressWarnings("try") // the sign only has to be open
  private static List<MemoryEffect> read(Savepoint savepoint, MemoryView view) throws Exception {
    AtomicLong users = new AtomicLong();
    try (SignOfLife life =
        SignOfLife.onStderr(() -> "Reading the savepoint: " + Counted.of(users.get(), "user"))) {
      savepoint.eachMemory(
          memory -> {
            view.add(memory);
            users.incrementAndGet();
          });
      return view.shown();
    }
  }

  /** The model that was named, or all bundles here, the default one first. */
  private List<ModelSource> models() {
    if (model == null) {
      return Stream.concat(Stream.of(ModelName.DEFAULT), ModelName.names().stream())
          .filter(ModelName.names()::contains)
          .distinct()
          .map(name -> ModelSource.at(ModelName.locate(name)))
          .toList();
    }
    ModelSource named = ModelSource.at(ModelName.locate(model));
    if (named.manifest().memoryFloats() == 0) {
      throw new JobException(
          "Reading memories with " + named.manifest().id(),
          "a model that remembers users",
          "one without memory: it has no state of user scope",
          "Give another --model, or leave it out.");
    }
    return List.of(named);
  }

  private void sayUnknown(List<String> asked, Collection<String> found) {
    asked.stream()
        .distinct()
        .filter(user -> !found.contains(user))
        .forEach(user -> say("Nothing is kept of '%s'.".formatted(user)));
  }

  private void say(String message) {
    output.messages().println(message);
  }
}
