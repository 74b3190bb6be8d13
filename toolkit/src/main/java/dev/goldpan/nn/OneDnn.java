package dev.goldpan.nn;

import dev.goldpan.tensor.Device;
import dev.goldpan.tensor.Engine;
import dev.goldpan.tensor.Precision;
import dev.goldpan.tensor.Scope;
import org.bytedeco.pytorch.Context;
import org.bytedeco.pytorch.Dispatcher;
import org.bytedeco.pytorch.GenericList;
import org.bytedeco.pytorch.IValue;
import org.bytedeco.pytorch.IValueVector;
import org.bytedeco.pytorch.LongList;
import org.bytedeco.pytorch.OperatorHandle;
import org.bytedeco.pytorch.QualifiedName;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/**
 * oneDNN's linear maps and convolutions over weights packed once, with fused epilogues.
 *
 * <p>libtorch compiles them for its own graph compiler and shows them only through the dispatcher. They use the OpenMP threads, where
 * an eager fp32 product goes to OpenBLAS and runs on one; they cannot be differentiated.
 */
final class OneDnn {
    /** What is done to the result before it is written. */
    enum Epilogue {
        /** Nothing. */
        NONE("none", ""),
        /** GELU by the error function. */
        GELU("gelu", "none");

        private final String name;
        private final String algorithm;

        Epilogue(String name, String algorithm) {
            this.name = name;
            this.algorithm = algorithm;
        }
    }

    private static final String NO_SCALARS = """
            def none() -> List[Optional[number]]:
                x: List[Optional[number]] = []
                return x
            """;

    private final OperatorHandle packLinear = operator("mkldnn::_reorder_linear_weight");
    private final OperatorHandle linear = operator("mkldnn::_linear_pointwise");
    private final OperatorHandle packConvolution = operator("mkldnn::_reorder_convolution_weight");
    private final OperatorHandle convolution = operator("mkldnn::_convolution_pointwise");
    private final IValue noScalars;

    private OneDnn() {
        try (Scope scope = Scope.open()) {
            // An empty List[Optional[number]] has no constructor in the binding; the script compiler makes one.
            noScalars = Scope.detach(torch.compile(NO_SCALARS).find_function(new QualifiedName("none"))
                    .apply(new IValueVector()));
        }
    }

    /** The packed operations, or null where they do not run: another device, a precision this processor does not multiply. */
    static OneDnn on(Device device, Precision precision) {
        boolean runs = device.kind() == Device.Kind.CPU && Loaded.THERE
                && (precision == Precision.FP32 || (precision == Precision.BF16 && device.multipliesBf16()));
        return runs ? Loaded.OPERATIONS : null;
    }

    /** @param weight [out, in] @param rows how many rows it will most often multiply @return an opaque form of it */
    Tensor packLinear(Tensor weight, long rows) {
        return call(packLinear, new IValue(weight), new IValue(rows));
    }

    /** @param x [..., in] @param packed from {@link #packLinear} @param bias [out], or null @return [..., out] */
    Tensor linear(Tensor x, Tensor packed, Tensor bias, Epilogue epilogue) {
        return call(linear, new IValue(x), new IValue(packed), bias == null ? new IValue() : new IValue(bias),
                new IValue(epilogue.name), noScalars, new IValue(epilogue.algorithm));
    }

    /** @param weight [out, in, k, k] @param input shape of the input it will most often see @return an opaque form of it */
    Tensor packConvolution(Tensor weight, long[] stride, long[] padding, long[] input) {
        return call(packConvolution, new IValue(weight), list(padding), list(stride), list(1, 1), new IValue(1L), list(input));
    }

    /** @param x [b, in, h, w], channels-last @param packed from {@link #packConvolution} @param bias or null @return [b, out, h', w'] */
    Tensor convolution(Tensor x, Tensor packed, Tensor bias, long[] stride, long[] padding) {
        return call(convolution, new IValue(x), new IValue(packed), bias == null ? new IValue() : new IValue(bias), list(padding),
                list(stride), list(1, 1), new IValue(1L), new IValue(Epilogue.NONE.name), noScalars,
                new IValue(Epilogue.NONE.algorithm));
    }

    private static OperatorHandle operator(String name) {
        return Scope.detach(Dispatcher.singleton().findSchemaOrThrow(name, ""));
    }

    private static IValue list(long... values) {
        GenericList list = new GenericList(new LongList(1L).elementType());
        for (long value : values) {
            list.push_back(new IValue(value));
        }
        return new IValue(list);
    }

    private static Tensor call(OperatorHandle operator, IValue... arguments) {
        try (Scope scope = Scope.open()) {
            IValueVector stack = new IValueVector(arguments);
            operator.callBoxed(stack);
            return scope.keep(new Tensor(stack.get(0).toTensor())); // a handle of its own: the stack goes
        }
    }

    /** Looked up once, when a first layer asks. */
    private static final class Loaded {
        static final boolean THERE;
        static final OneDnn OPERATIONS;

        static {
            Engine.start();
            THERE = Context.hasMKLDNN();
            OPERATIONS = THERE ? new OneDnn() : null;
        }
    }
}
