package io.observoor.libbpf;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;
import me.bechberger.ebpf.bpf.raw.Lib;
import me.bechberger.ebpf.bpf.raw.bpf_map_create_opts;

/**
 * A BPF map: one of our own (closed by its owner), or one of an object (closed with the object;
 * {@link #close()} does nothing then). Any thread; using a closed map is an {@link
 * IllegalStateException}.
 *
 * <p>Keys and values that are handed over as segments are native memory of the map's key and value
 * size (per-CPU values: 8-byte aligned value size times the possible CPUs).
 */
public final class BpfMap implements AutoCloseable {
  /** {@code BPF_F_MMAPABLE}: the elements of an array can be mapped into memory. */
  public static final int MMAPABLE = 1 << 10;

  private static final int BPF_ANY = 0;

  /** The kernel keeps 15 characters of a name (BPF_OBJ_NAME_LEN). */
  private static final int MAXIMUM_NAME = 15;

  private final String name;
  private final int keySize;
  private final int valueSize;
  private final int maxEntries;
  private final boolean owned;
  private volatile int fd;

  private BpfMap(String name, int fd, int keySize, int valueSize, int maxEntries, boolean owned) {
    this.name = name;
    this.fd = fd;
    this.keySize = keySize;
    this.valueSize = valueSize;
    this.maxEntries = maxEntries;
    this.owned = owned;
  }

  /** A map that belongs to a loaded object. */
  static BpfMap ofObject(String name, MemorySegment map) {
    return new BpfMap(
        name,
        Lib.bpf_map__fd(map),
        Lib.bpf_map__key_size(map),
        Lib.bpf_map__value_size(map),
        Lib.bpf_map__max_entries(map),
        false);
  }

  /**
   * Creates a map. A ring buffer has key and value size 0, and as maximum its size in bytes: a
   * power of two and a multiple of the page size.
   *
   * @param flags 0, or such as {@link #MMAPABLE}
   * @throws BpfException when the kernel refuses
   */
  public static BpfMap create(
      MapType type, String name, int keySize, int valueSize, int maxEntries, int flags) {
    return create(type, name, keySize, valueSize, maxEntries, flags, null);
  }

  /**
   * Creates an array of maps, empty at first.
   *
   * @param template a map of the kind that will be put in; its size does not matter for ring
   *     buffers
   * @throws BpfException when the kernel refuses
   */
  public static BpfMap createArrayOfMaps(String name, int maxEntries, BpfMap template) {
    return create(
        MapType.ARRAY_OF_MAPS, name, Integer.BYTES, Integer.BYTES, maxEntries, 0, template);
  }

  private static BpfMap create(
      MapType type,
      String name,
      int keySize,
      int valueSize,
      int maxEntries,
      int flags,
      BpfMap inner) {
    Libbpf.load();
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment options = bpf_map_create_opts.allocate(arena);
      bpf_map_create_opts.sz(options, bpf_map_create_opts.sizeof());
      bpf_map_create_opts.map_flags(options, flags);
      if (inner != null) {
        bpf_map_create_opts.inner_map_fd(options, inner.fd());
      }
      String kernelName = name.substring(0, Math.min(name.length(), MAXIMUM_NAME));
      int fd =
          Lib.bpf_map_create(
              type.number(),
              arena.allocateFrom(kernelName),
              keySize,
              valueSize,
              maxEntries,
              options);
      if (fd < 0) {
        throw new BpfException(
            "cannot create map " + name + " (" + type + ", " + maxEntries + " entries)",
            -fd,
            fd == -Errno.EPERM ? "CAP_BPF is missing (run as root or grant it)" : "",
            List.of());
      }
      return new BpfMap(name, fd, keySize, valueSize, maxEntries, true);
    }
  }

  /** The map's file descriptor; valid until it is closed. */
  public int fd() {
    int open = fd;
    if (open < 0) {
      throw new IllegalStateException("map " + name + " is closed");
    }
    return open;
  }

  public String name() {
    return name;
  }

  /** Bytes of a key. */
  public int keySize() {
    return keySize;
  }

  /** Bytes of a value as it was declared (of one CPU, where the map is per-CPU). */
  public int valueSize() {
    return valueSize;
  }

  /** How many elements it holds; bytes of a ring buffer. */
  public int maxEntries() {
    return maxEntries;
  }

  /**
   * Sets the value of a key, new or not.
   *
   * @throws BpfException when the kernel refuses, such as E2BIG for a full map
   */
  public void update(MemorySegment key, MemorySegment value) {
    int result = Lib.bpf_map_update_elem(fd(), key, value, BPF_ANY);
    if (result < 0) {
      throw new BpfException("cannot set an element of map " + name, -result);
    }
  }

  /**
   * Copies the value of a key.
   *
   * @return false when there is none
   */
  public boolean lookup(MemorySegment key, MemorySegment value) {
    return found(Lib.bpf_map_lookup_elem(fd(), key, value), "look up");
  }

  /**
   * Removes a key.
   *
   * @return false when there was none
   */
  public boolean delete(MemorySegment key) {
    return found(Lib.bpf_map_delete_elem(fd(), key), "delete");
  }

  /**
   * Writes the key after {@code previous} ({@link MemorySegment#NULL}: the first one) to {@code
   * next}.
   *
   * @return false when there is no further key
   */
  public boolean nextKey(MemorySegment previous, MemorySegment next) {
    return found(Lib.bpf_map_get_next_key(fd(), previous, next), "go on in");
  }

  private boolean found(int result, String action) {
    if (result < 0 && result != -Errno.ENOENT) {
      throw new BpfException("cannot " + action + " an element of map " + name, -result);
    }
    return result == 0;
  }

  /**
   * {@link #update} for a map with a 4-byte key and a value of at most 8 bytes: its low bytes are
   * taken.
   */
  public void put(int key, long value) {
    try (Arena arena = Arena.ofConfined()) {
      update(smallKey(arena, key), smallValue(arena, value));
    }
  }

  /** {@link #lookup} for a map with a 4-byte key and a value of at most 8 bytes, zero-extended. */
  public OptionalLong get(int key) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment value = smallValue(arena, 0);
      return lookup(smallKey(arena, key), value)
          ? OptionalLong.of(value.get(JAVA_LONG, 0))
          : OptionalLong.empty();
    }
  }

  /** {@link #delete} for a map with a 4-byte key. */
  public boolean remove(int key) {
    try (Arena arena = Arena.ofConfined()) {
      return delete(smallKey(arena, key));
    }
  }

  /**
   * Every key of a map with 4-byte keys; what is added or removed meanwhile may be missing or
   * there.
   */
  public int[] keys() {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment key = smallKey(arena, 0);
      MemorySegment next = arena.allocate(JAVA_INT);
      int[] keys = new int[16];
      int count = 0;
      boolean more = nextKey(MemorySegment.NULL, next);
      // bounded: a key that is removed under our feet makes the kernel begin again
      while (more && count < 2 * maxEntries) {
        if (count == keys.length) {
          keys = Arrays.copyOf(keys, 2 * count);
        }
        keys[count++] = next.get(JAVA_INT, 0);
        key.copyFrom(next);
        more = nextKey(key, next);
      }
      return Arrays.stream(keys, 0, count).distinct().toArray();
    }
  }

  /**
   * Puts a map into an array of maps; the array holds it from then on, whether {@code inner} is
   * closed or not.
   */
  public void putMap(int index, BpfMap inner) {
    put(index, inner.fd());
  }

  private MemorySegment smallKey(Arena arena, int key) {
    if (keySize != Integer.BYTES) {
      throw new IllegalArgumentException(
          "map " + name + " has keys of " + keySize + " bytes, not 4");
    }
    return arena.allocateFrom(JAVA_INT, key);
  }

  private MemorySegment smallValue(Arena arena, long value) {
    if (valueSize > Long.BYTES) {
      throw new IllegalArgumentException(
          "map " + name + " has values of " + valueSize + " bytes, more than 8");
    }
    return arena.allocateFrom(JAVA_LONG, value);
  }

  /** The object's maps end with the object. */
  void invalidate() {
    fd = -1;
  }

  /**
   * Closes the file descriptor of a map of our own; programs that use the map keep it alive.
   * Idempotent.
   */
  @Override
  public synchronized void close() {
    if (owned && fd >= 0) {
      int _ = Lib.close(fd);
      fd = -1;
    }
  }

  @Override
  public String toString() {
    return name;
  }
}
