package dev.goldpan.tensor;

import org.bytedeco.pytorch.Tensor;

/** What a tensor is of the stored one that it is made from. */
public sealed interface Form {
    /** The stored tensor itself. */
    Form WHOLE = new Whole();
    /** A matrix with its axes exchanged. */
    Form TRANSPOSED = new Transposed();
    /** A convolution over one position as the linear map it is: [out, in, 1, 1] or [out, in, 1] to [out, in]; else as it is. */
    Form POINTWISE = new Pointwise();

    /** Part {@code index} of {@code parts} equal blocks of rows: one of several layers that are stored as one. */
    static Form rows(int index, int parts) {
        return new Rows(index, parts);
    }

    /** Shape of what {@link #of} makes of a tensor of shape {@code stored}. @throws IllegalArgumentException if it cannot */
    long[] shape(long[] stored);

    /** The form of {@code stored}: a view of it, or a copy where a view would not be contiguous. */
    Tensor of(Tensor stored);

    /** See {@link #WHOLE}. */
    record Whole() implements Form {
        @Override
        public long[] shape(long[] stored) {
            return stored;
        }

        @Override
        public Tensor of(Tensor stored) {
            return stored;
        }
    }

    /** See {@link #TRANSPOSED}. */
    record Transposed() implements Form {
        @Override
        public long[] shape(long[] stored) {
            if (stored.length != 2) {
                throw new IllegalArgumentException("has " + stored.length + " axes where a matrix belongs");
            }
            return new long[] {stored[1], stored[0]};
        }

        @Override
        public Tensor of(Tensor stored) {
            return stored.t().contiguous();
        }
    }

    /** See {@link #POINTWISE}. */
    record Pointwise() implements Form {
        @Override
        public long[] shape(long[] stored) {
            boolean one = stored.length > 2;
            for (int i = 2; i < stored.length; i++) {
                one &= stored[i] == 1;
            }
            return one ? new long[] {stored[0], stored[1]} : stored;
        }

        @Override
        public Tensor of(Tensor stored) {
            return stored.view(shape(stored.sizes().vec().get()));
        }
    }

    /** See {@link #rows}. */
    record Rows(int index, int parts) implements Form {
        @Override
        public long[] shape(long[] stored) {
            if (stored.length == 0 || stored[0] % parts != 0) {
                throw new IllegalArgumentException("does not consist of " + parts + " equal blocks of rows");
            }
            long[] shape = stored.clone();
            shape[0] /= parts;
            return shape;
        }

        @Override
        public Tensor of(Tensor stored) {
            long rows = stored.size(0) / parts;
            return stored.narrow(0, index * rows, rows);
        }
    }

    /** A tensor by its place in a flat storage, as PyTorch stores it; the caller has checked that it lies inside. */
    record Strided(long offset, long[] shape, long[] strides) implements Form {
        @Override
        public long[] shape(long[] stored) {
            return shape.clone();
        }

        @Override
        public Tensor of(Tensor stored) {
            for (long length : shape) {
                if (length == 0) {
                    return stored.narrow(0, 0, 0).view(shape);
                }
            }
            return stored.as_strided(shape, strides, new org.bytedeco.pytorch.LongOptional(offset)).contiguous();
        }
    }
}
