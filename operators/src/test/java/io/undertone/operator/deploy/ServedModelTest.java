package io.undertone.operator.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.undertone.cell.DeviceChoice;
import io.undertone.cell.Model;
import io.undertone.model.Manifest;
import io.undertone.operator.FakeSource;
import io.undertone.operator.FakeSource.Shape;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** A model that the machine has no room for is given back, whatever the machine says of it. */
class ServedModelTest implements ModelStep<String> {

  private static final String FULL = "direct buffer memory";

  private final FakeSource source = FakeSource.of(Shape.READER);
  private final ServedModel<String> served = new ServedModel<>(source, DeviceChoice.CPU, this);
  private boolean full;

  @Test
  void givesAModelBackThatThereIsNoRoomFor() {
    full = true;
    int before = FakeSource.LEASES.get();
    assertThatThrownBy(served::open).isInstanceOf(OutOfMemoryError.class).hasMessage(FULL);
    assertThat(FakeSource.LEASES).hasValue(before);
  }

  @Test
  void goesOnWithItsModelIfThereIsNoRoomForTheNext() throws Exception {
    served.open();
    int before = FakeSource.LEASES.get();
    full = true;
    Deployment next = new Deployment("d", "file:///b", StatePolicy.RESET, "0".repeat(64));
    assertThatCode(() -> served.take(next, source.lease(DeviceChoice.CPU)))
        .doesNotThrowAnyException();
    assertThat(FakeSource.LEASES).hasValue(before);
    assertThat(served.opened()).isEqualTo("opened");
    served.close();
  }

  @Override
  public String open(Model model, @Nullable Deployment deployment, @Nullable Manifest before) {
    if (full) {
      throw new OutOfMemoryError(FULL);
    }
    return "opened";
  }

  @Override
  public void use(String opened, Model model) {}

  @Override
  public void close(String opened) {}
}
