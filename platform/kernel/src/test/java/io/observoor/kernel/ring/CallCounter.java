package io.observoor.kernel.ring;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import io.observoor.api.batch.LossStage;
import io.observoor.libbpf.BpfMap;
import io.observoor.libbpf.BpfObject;
import io.observoor.libbpf.Libbpf;
import io.observoor.libbpf.MapType;
import java.io.IOException;
import java.io.InputStream;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.invoke.MethodHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A probe on the running kernel: one event for each getppid() of this process, read by a {@link
 * ReaderLoop}.
 */
final class CallCounter implements AutoCloseable {
  /** Its event type, which has one field: see {@link TestPipeline}. */
  static final int TYPE = 1;

  private static final boolean X86 = System.getProperty("os.arch").equals("amd64");
  private static final MethodHandle GETPPID = getppid();

  private final List<BpfMap> rings = new ArrayList<>();
  private final BpfMap outer;
  private final BpfMap control;
  private final BpfMap losses;
  private final BpfObject object;
  private final Map<LossStage, Long> lost = new ConcurrentHashMap<>();
  private final ReaderLoop loop;

  /** Loads and attaches the program and starts to read. */
  CallCounter(TestPipeline pipeline, int ringBytes, Duration timeout) {
    int cpus = Libbpf.possibleCpus();
    for (int cpu = 0; cpu < cpus; cpu++) {
      rings.add(BpfMap.create(MapType.RINGBUF, "test_ring", 0, 0, ringBytes, 0));
    }
    outer = BpfMap.createArrayOfMaps("test_rings", cpus, rings.getFirst());
    for (int cpu = 0; cpu < cpus; cpu++) {
      outer.putMap(cpu, rings.get(cpu));
    }
    control =
        BpfMap.create(
            MapType.ARRAY, "test_control", 4, RecordLayout.CONTROL_BYTES, cpus, BpfMap.MMAPABLE);
    losses =
        BpfMap.create(
            MapType.ARRAY, "test_losses", 4, 8, cpus * RecordLayout.EVENT_TYPES, BpfMap.MMAPABLE);
    object = BpfObject.open(elf(), "calls");
    object.reuse("observoor_rings", outer);
    object.reuse("observoor_control", control);
    object.reuse("observoor_losses", losses);
    object.setU16("observoor_event_base", TYPE);
    object.setU32("syscall_number", X86 ? 110 : 173);
    object.setBytes(
        "observoor_rules",
        0,
        ByteBuffer.allocate(8).order(ByteOrder.nativeOrder()).putInt(1).array());
    object.load();
    object.map("observoor_tracked").put((int) ProcessHandle.current().pid(), 3);
    loop =
        ReaderLoop.start(
            rings,
            control,
            losses,
            pipeline.writer(),
            pipeline,
            (type, stage, count) -> lost.merge(stage, type == TYPE ? count : 0, Long::sum),
            _ -> {},
            timeout);
    object.attach("enter");
  }

  static byte[] elf() {
    String path = "/bpf/" + (X86 ? "x86_64" : "aarch64") + "/calls.bpf.o";
    try (InputStream in = CallCounter.class.getResourceAsStream(path)) {
      return in.readAllBytes();
    } catch (IOException e) {
      throw new AssertionError(path, e);
    }
  }

  ReaderLoop loop() {
    return loop;
  }

  /** The events of {@link #TYPE} lost at a stage. */
  long lost(LossStage stage) {
    return lost.getOrDefault(stage, 0L);
  }

  /** Makes {@code times} system calls on this thread. */
  static void call(int times) {
    try {
      for (int i = 0; i < times; i++) {
        int _ = (int) GETPPID.invokeExact();
      }
    } catch (Throwable thrown) {
      throw new AssertionError(thrown);
    }
  }

  /** Makes {@code times} system calls on each of several threads at once. */
  static void callOnThreads(int threads, int times) throws InterruptedException {
    List<Thread> callers = new ArrayList<>();
    for (int i = 0; i < threads; i++) {
      callers.add(Thread.ofPlatform().start(() -> call(times)));
    }
    for (Thread caller : callers) {
      caller.join();
    }
  }

  @SuppressWarnings("restricted")
  private static MethodHandle getppid() {
    Linker linker = Linker.nativeLinker();
    return linker.downcallHandle(
        linker.defaultLookup().findOrThrow("getppid"), FunctionDescriptor.of(JAVA_INT));
  }

  @Override
  public void close() {
    object.close();
    loop.close();
    outer.close();
    control.close();
    losses.close();
    rings.forEach(BpfMap::close);
  }
}
