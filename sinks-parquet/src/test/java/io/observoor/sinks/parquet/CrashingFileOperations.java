package io.observoor.sinks.parquet;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;

/**
 * The real file system until a simulated crash at the n-th step, after which every operation fails.
 * A crash during a write leaves the first half of its bytes. Syncs only count as steps, because no
 * power failure is simulated.
 */
final class CrashingFileOperations implements FileOperations {
  private final FileOperations real = new LocalFileOperations();
  private long stepsLeft;

  /** Crashes at step {@code fatal}, counted from 1, before it takes effect. */
  CrashingFileOperations(long fatal) {
    stepsLeft = fatal;
  }

  boolean hasCrashed() {
    return stepsLeft <= 0;
  }

  private boolean crashes() {
    stepsLeft--;
    return hasCrashed();
  }

  private void step() throws IOException {
    if (crashes()) {
      throw new IOException("the process crashed");
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
      boolean crashedBefore = hasCrashed();
      if (crashes()) {
        if (!crashedBefore) {
          output.write(bytes.slice(bytes.position(), bytes.remaining() / 2));
        }
        throw new IOException("the process crashed");
      }
      output.write(bytes);
    }

    @Override
    public void sync() throws IOException {
      step();
    }

    @Override
    public void close() throws IOException {
      // The kernel closes the files of a process that ends.
      output.close();
      step();
    }
  }
}
