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
 * A BPF map: either created here and closed by its owner, or part of an object and closed with it
 * ({@link #close()} does nothing then). Any thread; using a closed map throws {@link
 * IllegalStateException}.
 *
 * <p>Segments that hold keys and values are native memory of the map's key and value size.
 */
public final class BpfMap implements AutoCloseable {
  /** {@code BPF_F_MMAPABLE}: allows mapping the elements of an array into memory. */
  public static final int MMAPABLE = 1 << 10;

  private static final int BPF_ANY = 0;

  /** Characters of a name that the kernel keeps (BPF_OBJ_NAME_LEN). */
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

  /** Wraps a map of a loaded object. */
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
   * Creates a map. A ring buffer has key and value size 0, and {@code maxEntries} is its size in
   * bytes: a power of two and a multiple of the page size.
   *
   * @param flags {@link #MMAPABLE} or 0
   * @throws BpfException if the kernel refuses
   */
  public static BpfMap create(
      MapType type, String name, int keySize, int valueSize, int maxEntries, int flags) {
    return create(type, name, keySize, valueSize, maxEntries, flags, null);
  }

  /**
   * Creates an empty array of maps.
   *
   * @param template a map of the type that the array will hold; a ring buffer may have any size
   * @throws BpfException if the kernel refuses
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

  /** The map's file descriptor; valid until the map is closed. */
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

  /** The capacity in elements; of a ring buffer in bytes. */
  public int maxEntries() {
    return maxEntries;
  }

  /**
   * Adds a key with its value, or replaces the value.
   *
   * @throws BpfException if the kernel refuses, such as E2BIG for a full map
   */
  public void update(MemorySegment key, MemorySegment value) {
    int result = Lib.bpf_map_update_elem(fd(), key, value, BPF_ANY);
    if (result < 0) {
      throw new BpfException("cannot set an element of map " + name, -result);
    }
  }

  /**
   * Copies the value of a key to {@code value}.
   *
   * @return false if the map does not contain the key
   */
  public boolean lookup(MemorySegment key, MemorySegment value) {
    return found(Lib.bpf_map_lookup_elem(fd(), key, value), "look up an element of");
  }

  /**
   * Removes a key.
   *
   * @return false if the map did not contain it
   */
  public boolean delete(MemorySegment key) {
    return found(Lib.bpf_map_delete_elem(fd(), key), "delete an element of");
  }

  /**
   * Writes the key that follows {@code previous} ({@link MemorySegment#NULL}: the first key) to
   * {@code next}.
   *
   * @return false after the last key
   */
  public boolean nextKey(MemorySegment previous, MemorySegment next) {
    return found(Lib.bpf_map_get_next_key(fd(), previous, next), "iterate over");
  }

  private boolean found(int result, String action) {
    if (result < 0 && result != -Errno.ENOENT) {
      throw new BpfException("cannot " + action + " map " + name, -result);
    }
    return result == 0;
  }

  /**
   * {@link #update} for a map with 4-byte keys and values of at most 8 bytes; stores the low bytes
   * of {@code value}.
   */
  public void put(int key, long value) {
    try (Arena arena = Arena.ofConfined()) {
      update(smallKey(arena, key), smallValue(arena, value));
    }
  }

  /** {@link #lookup} for a map with 4-byte keys and values of at most 8 bytes; zero-extends. */
  public OptionalLong get(int key) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment value = smallValue(arena, 0);
      return lookup(smallKey(arena, key), value)
          ? OptionalLong.of(value.get(JAVA_LONG, 0))
          : OptionalLong.empty();
    }
  }

  /** {@link #delete} for a map with 4-byte keys. */
  public boolean remove(int key) {
    try (Arena arena = Arena.ofConfined()) {
      return delete(smallKey(arena, key));
    }
  }

  /**
   * Lists the keys of a map with 4-byte keys. Keys that are added or removed during the call may or
   * may not be listed.
   */
  public int[] keys() {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment key = smallKey(arena, 0);
      MemorySegment next = arena.allocate(JAVA_INT);
      int[] keys = new int[16];
      int count = 0;
      boolean more = nextKey(MemorySegment.NULL, next);
      // bounded: after a concurrent removal of the key the kernel starts again
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
   * Puts a map into an array of maps. The array keeps {@code inner} alive even when it is closed.
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

  /** Called by the object when it closes its maps. */
  void invalidate() {
    fd = -1;
  }

  /**
   * Closes the file descriptor of a map that was created here; programs that use the map keep it
   * alive. Idempotent.
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
