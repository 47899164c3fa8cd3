package io.undertone.operator;

import io.undertone.cell.DeviceChoice;
import io.undertone.cell.Model;
import io.undertone.cell.ModelLease;
import io.undertone.cell.fake.FakeModel;
import io.undertone.model.Manifest;
import io.undertone.operator.model.ModelSource;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Models of arithmetic, in the three shapes that bundles have, wherever the steps run.
 *
 * @param fingerprint the state fingerprint, 64 hexadecimal digits
 */
public record FakeSource(Shape shape, String fingerprint) implements ModelSource {

  /** Leases that were taken and not given back, in this process. */
  public static final AtomicInteger LEASES = new AtomicInteger();

  /** The shapes of models that the engine runs. */
  public enum Shape {
    READER_WITH_MEMORY,
    ENDLESS_READER,
    READER
  }

  /** A model whose state fingerprint is this digit, 64 times. */
  public static FakeSource of(Shape shape, char digit) {
    return new FakeSource(shape, String.valueOf(digit).repeat(64));
  }

  public static FakeSource of(Shape shape) {
    return of(shape, 'a');
  }

  @Override
  public Manifest manifest() {
    return model().manifest();
  }

  @Override
  public ModelLease lease(DeviceChoice device) {
    LEASES.incrementAndGet();
    FakeModel model = model();
    return new ModelLease() {
      @Override
      public Model model() {
        return model;
      }

      @Override
      public void close() {
        if (model.openCount() != 0) {
          throw new IllegalStateException("the engine is closed before its model is given back");
        }
        LEASES.decrementAndGet();
      }
    };
  }

  private FakeModel model() {
    FakeModel model =
        switch (shape) {
          case READER_WITH_MEMORY -> FakeModel.readerWithMemory();
          case ENDLESS_READER -> FakeModel.endlessReader();
          case READER -> FakeModel.reader();
        };
    return model.withFingerprint(fingerprint);
  }
}
