package io.observoor.libbpf;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT_UNALIGNED;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import me.bechberger.ebpf.bpf.raw.Lib;
import me.bechberger.ebpf.bpf.raw.bpf_object_open_opts;

/**
 * A compiled BPF object: opened, prepared, loaded once, attached, closed.
 *
 * <pre>{@code
 * try (BpfObject object = BpfObject.open(elf, "probes-syscall")) {
 *   object.setU16("observoor_event_base", 17);
 *   object.reuse("observoor_rings", rings);
 *   object.load();
 *   BpfLink link = object.attach("enter");
 * }
 * }</pre>
 *
 * A load that failed cannot be repeated: close the object and open it again, with other programs
 * switched off. Any thread, one at a time (every method locks the object).
 */
public final class BpfObject implements AutoCloseable {
  private final String name;
  private final Map<String, Handle> programs = new LinkedHashMap<>();
  private final Map<String, MemorySegment> maps = new LinkedHashMap<>();
  private final Map<String, BpfMap> openMaps = new LinkedHashMap<>();
  private final Links links = new Links(this);
  private final Btf btf;
  private final ReadOnlyData readOnlyData;
  private MemorySegment object;
  private State state = State.OPEN;

  private enum State {
    OPEN,
    LOADED,
    FAILED,
    CLOSED
  }

  private record Handle(BpfProgram program, MemorySegment pointer) {}

  private BpfObject(String name, MemorySegment object) {
    this.name = name;
    this.object = object;
    this.btf = Btf.of(object);
    this.readOnlyData = new ReadOnlyData(name, object, btf);
    for (MemorySegment program = Lib.bpf_object__next_program(object, MemorySegment.NULL);
        program.address() != 0;
        program = Lib.bpf_object__next_program(object, program)) {
      BpfProgram description =
          new BpfProgram(
              string(Lib.bpf_program__name(program)),
              string(Lib.bpf_program__section_name(program)));
      programs.put(description.name(), new Handle(description, program));
    }
    for (MemorySegment map = Lib.bpf_object__next_map(object, MemorySegment.NULL);
        map.address() != 0;
        map = Lib.bpf_object__next_map(object, map)) {
      maps.put(string(Lib.bpf_map__name(map)), map);
    }
  }

  /**
   * Opens an object; nothing reaches the kernel yet.
   *
   * @param elf the compiled object
   * @param name what messages call it
   * @throws BpfException when it is no BPF object, or has no type information (compile it with -g)
   */
  public static BpfObject open(byte[] elf, String name) {
    Libbpf.load();
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment options = bpf_object_open_opts.allocate(arena);
      bpf_object_open_opts.sz(options, bpf_object_open_opts.sizeof());
      bpf_object_open_opts.object_name(options, arena.allocateFrom(name));
      MemorySegment image =
          arena.allocate(Math.max(1, elf.length), 16).copyFrom(MemorySegment.ofArray(elf));
      MemorySegment state = Native.callState(arena);
      LibbpfLog.startCapture();
      MemorySegment object = PointerCalls.open(state, image, elf.length, options);
      List<String> warnings = LibbpfLog.endCapture();
      if (object.address() == 0) {
        throw new BpfException(
            "cannot open BPF object " + name, Native.errno(state), last(warnings), warnings);
      }
      if (Lib.bpf_object__btf(object).address() == 0) {
        Lib.bpf_object__close(object);
        throw new BpfException(
            "cannot open BPF object " + name + ": no type information (compile it with -g)");
      }
      return new BpfObject(name, object);
    }
  }

  /** What messages call it. */
  public String name() {
    return name;
  }

  /** The programs in the object's order. */
  public List<BpfProgram> programs() {
    return programs.values().stream().map(Handle::program).toList();
  }

  /** The names of its maps, data sections (such as {@code probes-s.rodata}) among them. */
  public Set<String> mapNames() {
    return Set.copyOf(maps.keySet());
  }

  /**
   * How the compiler laid out a struct.
   *
   * @throws BpfException when the object's type information has none of this name
   */
  public StructLayout struct(String tag) {
    return btf.struct(tag)
        .orElseThrow(() -> new BpfException("BPF object " + name + " has no struct " + tag));
  }

  /** Whether there is a read-only variable ({@code const volatile}) of this name. */
  public boolean hasVariable(String variable) {
    return readOnlyData.find(variable).isPresent();
  }

  /** Bytes of a read-only variable. */
  public int variableSize(String variable) {
    return readOnlyData.require(variable).size();
  }

  /** Sets a read-only variable of two bytes, before loading. */
  public synchronized void setU16(String variable, int value) {
    memory(variable, 0, Short.BYTES, true).set(JAVA_SHORT_UNALIGNED, 0, (short) value);
  }

  /** Sets a read-only variable of four bytes, before loading. */
  public synchronized void setU32(String variable, int value) {
    memory(variable, 0, Integer.BYTES, true).set(JAVA_INT_UNALIGNED, 0, value);
  }

  /** Sets a read-only variable of eight bytes, before loading. */
  public synchronized void setU64(String variable, long value) {
    memory(variable, 0, Long.BYTES, true).set(JAVA_LONG.withByteAlignment(1), 0, value);
  }

  /** Sets bytes of a read-only variable, from {@code offset} in it on, before loading. */
  public synchronized void setBytes(String variable, int offset, byte[] value) {
    MemorySegment.copy(
        value, 0, memory(variable, offset, value.length, false), JAVA_BYTE, 0, value.length);
  }

  private MemorySegment memory(String variable, int offset, int length, boolean whole) {
    requireState(State.OPEN, "set " + variable);
    return readOnlyData.memory(variable, offset, length, whole);
  }

  /** Sets how many elements a map gets (bytes of a ring buffer), before loading. */
  public synchronized void setMaxEntries(String map, int maxEntries) {
    requireState(State.OPEN, "resize map " + map);
    check(Lib.bpf_map__set_max_entries(mapPointer(map), maxEntries), "resize map " + map);
  }

  /** Whether a program is loaded by {@link #load()} at all, before loading. */
  public synchronized void setAutoload(String program, boolean load) {
    requireState(State.OPEN, "switch program " + program);
    check(
        Lib.bpf_program__set_autoload(programHandle(program).pointer(), load),
        "switch program " + program);
  }

  /**
   * Puts a map of our own in the place of the object's map of a name, before loading; it stays open
   * and ours.
   */
  public synchronized void reuse(String map, BpfMap shared) {
    requireState(State.OPEN, "replace map " + map);
    check(Lib.bpf_map__reuse_fd(mapPointer(map), shared.fd()), "replace map " + map);
  }

  /**
   * Loads maps and programs into the kernel.
   *
   * @throws BpfException when the kernel refuses one of them: with the end of the verifier's log
   */
  public synchronized void load() {
    requireState(State.OPEN, "load it");
    state = State.FAILED;
    MapSupport.leaveOutUnknown(maps.values());
    try (VerifierLog log = new VerifierLog()) {
      for (Handle program : programs.values()) {
        check(log.attach(program.pointer()), "load " + program.program());
      }
      LibbpfLog.startCapture();
      int result = Lib.bpf_object__load(object);
      List<String> warnings = LibbpfLog.endCapture();
      if (result < 0) {
        throw Refusal.ofLoad(this, -result, warnings, log.tail());
      }
      log.detach(programs.values().stream().map(Handle::pointer).toList());
    }
    state = State.LOADED;
  }

  /**
   * Attaches a loaded program to what its section names.
   *
   * @return the link; closing it, or the object, detaches
   * @throws BpfException when the kernel refuses, or there is no such place
   */
  public synchronized BpfLink attach(String program) {
    requireState(State.LOADED, "attach " + program);
    Handle handle = programHandle(program);
    return links.attach(handle.program(), handle.pointer());
  }

  /**
   * Attaches a loaded program of the section {@code perf_event} to a software event of one CPU.
   *
   * @param softwareEvent {@code enum perf_sw_ids} of include/uapi/linux/perf_event.h
   * @param period the program runs at every so manieth occurrence (every so many ns of a clock)
   * @return the link; closing it, or the object, detaches
   * @throws BpfException when the kernel refuses
   */
  public synchronized BpfLink attach(String program, int softwareEvent, long period, int cpu) {
    requireState(State.LOADED, "attach " + program);
    Handle handle = programHandle(program);
    return links.attach(
        handle.program(), handle.pointer(), PerfEvents.open(softwareEvent, period, cpu));
  }

  /**
   * A map of the loaded object; it ends with the object.
   *
   * @throws BpfException when there is none of this name
   */
  public synchronized BpfMap map(String map) {
    requireState(State.LOADED, "use map " + map);
    return openMaps.computeIfAbsent(map, wanted -> BpfMap.ofObject(wanted, mapPointer(wanted)));
  }

  /** Detaches what is still attached and frees everything. Idempotent. */
  @Override
  public synchronized void close() {
    if (state == State.CLOSED) {
      return;
    }
    links.close();
    openMaps.values().forEach(BpfMap::invalidate);
    Lib.bpf_object__close(object);
    object = MemorySegment.NULL;
    state = State.CLOSED;
  }

  private MemorySegment mapPointer(String map) {
    MemorySegment pointer = maps.get(map);
    if (pointer == null) {
      throw new BpfException("BPF object " + name + " has no map " + map);
    }
    return pointer;
  }

  private Handle programHandle(String program) {
    Handle handle = programs.get(program);
    if (handle == null) {
      throw new BpfException("BPF object " + name + " has no program " + program);
    }
    return handle;
  }

  private void requireState(State wanted, String action) {
    if (state != wanted) {
      throw new IllegalStateException(
          "cannot " + action + " of BPF object " + name + ": it is " + state + ", not " + wanted);
    }
  }

  private void check(int result, String action) {
    if (result < 0) {
      throw new BpfException("cannot " + action + " of BPF object " + name, -result);
    }
  }

  private static String last(List<String> lines) {
    return lines.isEmpty() ? "" : lines.getLast();
  }

  @SuppressWarnings("restricted")
  private static String string(MemorySegment text) {
    return text.reinterpret(Long.MAX_VALUE).getString(0);
  }
}
