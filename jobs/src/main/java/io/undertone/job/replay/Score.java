package io.undertone.job.replay;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Comparator;

/**
 * What the area under the curve needs of one labelled review.
 *
 * @param probability of the second label
 * @param second whether the review truly has the second label
 */
record Score(double probability, boolean second) {

  static final Comparator<Score> BY_PROBABILITY = Comparator.comparingDouble(Score::probability);

  static final Codec<Score> CODEC =
      new Codec<>() {
        @Override
        public void write(Score value, DataOutput out) throws IOException {
          out.writeDouble(value.probability);
          out.writeBoolean(value.second);
        }

        @Override
        public Score read(DataInput in) throws IOException {
          return new Score(in.readDouble(), in.readBoolean());
        }

        @Override
        public int heapBytes(Score value) {
          return 32;
        }
      };
}
