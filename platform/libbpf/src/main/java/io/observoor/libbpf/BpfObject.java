package io.observoor.libbpf;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED;
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
 * A compiled BPF object: open, prepare, load once, attach, close.
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
 * After a failed load, close the object and open it again. Any thread; methods that change the
 * object lock it.
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
   * Opens an object without loading anything into the kernel.
   *
   * @param elf the compiled object
   * @param name its name in messages
   * @throws BpfException if it is not a BPF object or has no BTF
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
            "cannot open BPF object " + name + ": it has no BTF (compile it with -g)");
      }
      return new BpfObject(name, object);
    }
  }

  /** The object's name in messages. */
  public String name() {
    return name;
  }

  /** The programs in the object's order. */
  public List<BpfProgram> programs() {
    return programs.values().stream().map(Handle::program).toList();
  }

  /** The names of its maps, including data sections such as {@code probes-s.rodata}. */
  public Set<String> mapNames() {
    return Set.copyOf(maps.keySet());
  }

  /**
   * Returns the compiler's layout of a struct.
   *
   * @throws BpfException if the object's BTF has no struct of this name
   */
  public StructLayout struct(String tag) {
    return btf.struct(tag)
        .orElseThrow(() -> new BpfException("BPF object " + name + " has no struct " + tag));
  }

  /** Whether the object has a read-only variable ({@code const volatile}) of this name. */
  public boolean hasVariable(String variable) {
    return readOnlyData.find(variable).isPresent();
  }

  /** The size of a read-only variable in bytes. */
  public int variableSize(String variable) {
    return readOnlyData.require(variable).size();
  }

  /** Sets a read-only variable of two bytes; before {@link #load()}. */
  public synchronized void setU16(String variable, int value) {
    memory(variable, 0, Short.BYTES, true).set(JAVA_SHORT_UNALIGNED, 0, (short) value);
  }

  /** Sets a read-only variable of four bytes; before {@link #load()}. */
  public synchronized void setU32(String variable, int value) {
    memory(variable, 0, Integer.BYTES, true).set(JAVA_INT_UNALIGNED, 0, value);
  }

  /** Sets bytes of a read-only variable, starting at {@code offset}; before {@link #load()}. */
  public synchronized void setBytes(String variable, int offset, byte[] value) {
    MemorySegment.copy(
        value, 0, memory(variable, offset, value.length, false), JAVA_BYTE, 0, value.length);
  }

  private MemorySegment memory(String variable, int offset, int length, boolean whole) {
    requireState(State.OPEN, "set " + variable);
    return readOnlyData.memory(variable, offset, length, whole);
  }

  /** Selects whether {@link #load()} loads a program; before {@link #load()}. */
  public synchronized void setAutoload(String program, boolean load) {
    requireState(State.OPEN, "select program " + program);
    check(
        Lib.bpf_program__set_autoload(programHandle(program).pointer(), load),
        "select program " + program);
  }

  /**
   * Replaces a map of the object by {@code shared}, which the caller still owns; before {@link
   * #load()}.
   */
  public synchronized void reuse(String map, BpfMap shared) {
    requireState(State.OPEN, "replace map " + map);
    check(Lib.bpf_map__reuse_fd(mapPointer(map), shared.fd()), "replace map " + map);
  }

  /**
   * Loads maps and programs into the kernel.
   *
   * @throws BpfException if the kernel refuses one of them; has the end of the verifier's log
   */
  public synchronized void load() {
    requireState(State.OPEN, "load programs");
    state = State.FAILED;
    MapSupport.skipUnsupported(maps.values());
    try (VerifierLog log = new VerifierLog()) {
      for (Handle program : programs.values()) {
        check(log.attach(program.pointer()), "load " + program.program());
      }
      LibbpfLog.startCapture();
      int result = Lib.bpf_object__load(object);
      List<String> warnings = LibbpfLog.endCapture();
      if (result < 0) {
        throw FailureCauses.ofLoad(this, -result, warnings, log.tail());
      }
      log.detach(programs.values().stream().map(Handle::pointer).toList());
    }
    state = State.LOADED;
  }

  /**
   * Attaches a loaded program to the hook that its section names.
   *
   * @return the link; closing it or the object detaches the program
   * @throws BpfException if the kernel refuses or has no such hook
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
   * @param period occurrences (of a clock: ns) from one run of the program to the next
   * @return the link; closing it or the object detaches the program
   * @throws BpfException if the kernel refuses
   */
  public synchronized BpfLink attach(String program, int softwareEvent, long period, int cpu) {
    requireState(State.LOADED, "attach " + program);
    Handle handle = programHandle(program);
    return links.attach(
        handle.program(), handle.pointer(), PerfEvents.open(softwareEvent, period, cpu));
  }

  /**
   * Returns a map of the loaded object; it is closed with the object.
   *
   * @throws BpfException if the object has no map of this name
   */
  public synchronized BpfMap map(String map) {
    requireState(State.LOADED, "use map " + map);
    return openMaps.computeIfAbsent(map, wanted -> BpfMap.ofObject(wanted, mapPointer(wanted)));
  }

  /** Detaches and unloads all programs and frees the object. Idempotent. */
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
          "cannot %s of BPF object %s: it is %s, not %s".formatted(action, name, state, wanted));
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
