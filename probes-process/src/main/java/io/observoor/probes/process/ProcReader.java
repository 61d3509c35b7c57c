package io.observoor.probes.process;

import java.io.File;
import java.io.FileInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads each file of a process once. Not thread-safe. */
final class ProcReader {
  private static final Logger LOG = LoggerFactory.getLogger("probes");

  private static final int DESCRIPTOR_SLOT =
      ProcTables.FIELDS.stream().map(ProcField::file).toList().indexOf(ProcFile.DESCRIPTORS);

  private final String root;
  private final Map<ProcFile, LineParser> parsers = new EnumMap<>(ProcFile.class);
  private final Set<ProcFile> warned = EnumSet.noneOf(ProcFile.class);
  private final boolean sizeIsCount;
  private byte[] text = new byte[8192];

  /**
   * Creates a reader.
   *
   * @param root the mount point of proc
   */
  ProcReader(Path root) {
    this.root = root + "/";
    for (ProcFile file : ProcFile.values()) {
      parsers.put(file, new LineParser(file, ProcTables.FIELDS));
    }
    sizeIsCount = sizeIsCount(root);
  }

  /**
   * Whether the size of a process's fd directory is the number of its entries: since Linux 6.2
   * (commit f1f1f2569901); 0 before. The agent's own directory is never empty.
   */
  private static boolean sizeIsCount(Path root) {
    try {
      return Files.size(root.resolve("self").resolve(ProcFile.DESCRIPTORS.path)) > 0;
    } catch (IOException e) {
      return false;
    }
  }

  /**
   * Reads a process. If a file cannot be read, the reading lacks its numbers, with one warning for
   * each kind of file. The reading of an ended process is empty or partial, without a warning.
   */
  ProcReading read(int pid, int clientType) {
    ProcReading reading = new ProcReading(pid, clientType);
    String process = root + pid;
    for (ProcFile file : ProcFile.values()) {
      try {
        read(file, process + '/', reading);
      } catch (IOException e) {
        // the files of an ended process fail with various errors
        if (!new File(process).exists()) {
          break;
        }
        warn(file, pid, e);
      }
    }
    return reading;
  }

  private void read(ProcFile file, String process, ProcReading reading) throws IOException {
    switch (file) {
      case STATUS, IO, LIMITS -> parse(file, process + file.path, reading);
      case STATUS_OF_THREADS -> readThreads(process + "task", reading);
      case DESCRIPTORS -> reading.add(DESCRIPTOR_SLOT, countDescriptors(process + file.path));
    }
  }

  private void readThreads(String directory, ProcReading reading) throws IOException {
    for (String thread : entries(directory)) {
      try {
        parse(ProcFile.STATUS_OF_THREADS, directory + '/' + thread + "/status", reading);
      } catch (IOException e) {
        // ended since it was listed; an unreadable file also fails for the other threads
      }
    }
  }

  private int countDescriptors(String directory) throws IOException {
    return sizeIsCount ? (int) Files.size(Path.of(directory)) : entries(directory).length;
  }

  private static String[] entries(String directory) throws IOException {
    String[] names = new File(directory).list();
    if (names == null) {
      throw new IOException("cannot list " + directory);
    }
    return names;
  }

  private void parse(ProcFile file, String path, ProcReading reading) throws IOException {
    // first, because it may replace the buffer
    int length = load(path);
    parsers.get(file).parse(text, length, reading);
  }

  /** Reads a file into {@link #text}; returns its length. */
  private int load(String path) throws IOException {
    try (FileInputStream in = new FileInputStream(path)) {
      int length = 0;
      int read = in.read(text, 0, text.length);
      while (read >= 0) {
        length += read;
        if (length == text.length) {
          text = Arrays.copyOf(text, 2 * length);
        }
        read = in.read(text, length, text.length - length);
      }
      return length;
    }
  }

  private void warn(ProcFile file, int pid, IOException reason) {
    if (warned.add(file)) {
      LOG.warn(
          "tables {} have no rows of processes whose {} cannot be read; first process {}: {} (other"
              + " users' processes require CAP_SYS_PTRACE)",
          ProcTables.namesWith(file),
          file.path,
          pid,
          reason.getMessage());
    }
  }
}
