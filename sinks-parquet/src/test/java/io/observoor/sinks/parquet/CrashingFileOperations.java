package io.observoor.sinks.parquet;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;

/**
 * The real file system until the process "dies" at the n-th step; from then on nothing works any
 * more. A write at which it dies leaves the first half of its bytes. Syncs only count: what they
 * are for, a power cut, does not happen.
 */
final class CrashingFileOperations implements FileOperations {
  private final FileOperations real = new LocalFileOperations();
  private long stepsLeft;

  /** Dies at step {@code fatal}, counted from 1, before it takes effect. */
  CrashingFileOperations(long fatal) {
    stepsLeft = fatal;
  }

  /** Whether it died. */
  boolean dead() {
    return stepsLeft <= 0;
  }

  private boolean dies() {
    stepsLeft--;
    return dead();
  }

  private void step() throws IOException {
    if (dies()) {
      throw new IOException("the process is dead");
    }
  }

  @Override
  public void createDirectories(Path directory) throws IOException {
    step();
    real.createDirectories(directory);
  }

  @Override
  public Output create(Path file) throws IOException {
    step();
    return new CrashingOutput(real.create(file));
  }

  @Override
  public void move(Path from, Path to) throws IOException {
    step();
    real.move(from, to);
  }

  @Override
  public void syncDirectory(Path directory) throws IOException {
    step();
  }

  @Override
  public List<String> list(Path directory) throws IOException {
    step();
    return real.list(directory);
  }

  @Override
  public void delete(Path file) throws IOException {
    step();
    real.delete(file);
  }

  private final class CrashingOutput implements Output {
    private final Output output;

    CrashingOutput(Output output) {
      this.output = output;
    }

    @Override
    public void write(ByteBuffer bytes) throws IOException {
      boolean alreadyDead = dead();
      if (dies()) {
        if (!alreadyDead) {
          output.write(bytes.slice(bytes.position(), bytes.remaining() / 2));
        }
        throw new IOException("the process is dead");
      }
      output.write(bytes);
    }

    @Override
    public void sync() throws IOException {
      step();
    }

    @Override
    public void close() throws IOException {
      // The kernel closes the files of the dead.
      output.close();
      step();
    }
  }
}
