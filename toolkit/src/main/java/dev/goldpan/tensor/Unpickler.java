package dev.goldpan.tensor;

import java.math.BigInteger;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads the pickles that torch.save writes (protocols 2 to 5, see pickletools.py for the instructions) as plain data.
 *
 * <p>Untrusted: nothing is ever called or loaded; a name outside {@link Pickled} ends the reading. Every instruction makes at
 * most one small object of what it takes off the stack, nothing recurses, and the number of instructions is bounded.
 */
final class Unpickler {
    private static final int MOST_INSTRUCTIONS = 2_000_000;
    private static final int LONGEST_NAME = 200;

    private final ByteBuffer in;
    private final List<Object> stack = new ArrayList<>();
    private final Deque<Integer> marks = new ArrayDeque<>();
    private final Map<Integer, Object> memo = new HashMap<>();

    private Unpickler(byte[] pickle) {
        in = ByteBuffer.wrap(pickle).order(ByteOrder.LITTLE_ENDIAN);
    }

    /** The value of {@code pickle}. @throws IllegalArgumentException with the end of a sentence about the file */
    static Object read(byte[] pickle) {
        try {
            return new Unpickler(pickle).run();
        } catch (BufferUnderflowException | IndexOutOfBoundsException | ClassCastException | ArithmeticException
                | NegativeArraySizeException e) {
            throw new IllegalArgumentException("is damaged: its pickle makes no sense", e);
        }
    }

    private Object run() {
        for (int i = 0; i < MOST_INSTRUCTIONS; i++) {
            int code = in.get() & 0xff;
            if (code == '.') {
                return pop();
            }
            step(code);
        }
        throw new IllegalArgumentException("has a pickle of more than " + MOST_INSTRUCTIONS + " instructions");
    }

    private void step(int code) {
        switch (code) {
            case 0x80 -> protocol(in.get()); // PROTO
            case 0x95 -> in.getLong(); // FRAME
            case '(' -> marks.push(stack.size()); // MARK
            case '0' -> pop(); // POP
            case '1' -> popMark(); // POP_MARK
            case 'q' -> memo.put(u8(), top()); // BINPUT
            case 'r' -> memo.put(in.getInt(), top()); // LONG_BINPUT
            case 0x94 -> memo.put(memo.size(), top()); // MEMOIZE
            case 'h' -> recall(u8()); // BINGET
            case 'j' -> recall(in.getInt()); // LONG_BINGET
            case 'N' -> push(Pickled.NOTHING); // NONE
            case 0x88 -> push(true); // NEWTRUE
            case 0x89 -> push(false); // NEWFALSE
            case 'K' -> push((long) u8()); // BININT1
            case 'M' -> push((long) Short.toUnsignedInt(in.getShort())); // BININT2
            case 'J' -> push((long) in.getInt()); // BININT
            case 0x8a -> push(integer(bytes(u8()))); // LONG1
            case 0x8b -> push(integer(bytes(in.getInt()))); // LONG4
            case 'G' -> push(Double.longBitsToDouble(Long.reverseBytes(in.getLong()))); // BINFLOAT
            case 'X' -> push(text(in.getInt())); // BINUNICODE
            case 0x8c -> push(text(u8())); // SHORT_BINUNICODE
            case 0x8d -> push(text(Math.toIntExact(in.getLong()))); // BINUNICODE8
            case 'U' -> push(text(u8())); // SHORT_BINSTRING
            case 'T' -> push(text(in.getInt())); // BINSTRING
            case 'C' -> skip(u8()); // SHORT_BINBYTES
            case 'B' -> skip(in.getInt()); // BINBYTES
            case ')' -> push(new Object[0]); // EMPTY_TUPLE
            case 0x85, 0x86, 0x87 -> push(popLast(code - 0x84)); // TUPLE1, TUPLE2, TUPLE3
            case 't' -> push(popMark()); // TUPLE
            case ']' -> push(new ArrayList<>()); // EMPTY_LIST
            case 'a' -> append(popLast(1)); // APPEND
            case 'e' -> append(popMark()); // APPENDS
            case '}' -> push(new Pickled.Dict()); // EMPTY_DICT
            case 's' -> put(popLast(2)); // SETITEM
            case 'u' -> put(popMark()); // SETITEMS
            case 0x8f -> push(Pickled.NOTHING); // EMPTY_SET
            case 0x90 -> popMark(); // ADDITEMS
            case 0x91 -> { // FROZENSET
                popMark();
                push(Pickled.NOTHING);
            }
            case 'c' -> push(global(line(), line())); // GLOBAL
            case 0x93 -> { // STACK_GLOBAL
                Object[] names = popLast(2);
                push(global((String) names[0], (String) names[1]));
            }
            case 'Q' -> push(storage((Object[]) pop())); // BINPERSID
            case 'R', 0x81 -> { // REDUCE, NEWOBJ: a class is called like a function
                Object[] call = popLast(2);
                push(((Pickled.Global) call[0]).call((Object[]) call[1]));
            }
            case 'b' -> pop(); // BUILD: attributes of an object (the version of a module), which no tensor depends on
            default -> throw new IllegalArgumentException("has the pickle instruction 0x" + Integer.toHexString(code)
                    + ", which torch.save never writes");
        }
    }

    private static void protocol(int version) {
        if (version < 2 || version > 5) {
            throw new IllegalArgumentException("has a pickle of protocol " + version + "; known are 2 to 5");
        }
    }

    private void push(Object value) {
        stack.add(value);
    }

    private int floor() {
        return marks.isEmpty() ? 0 : marks.peek();
    }

    private Object top() {
        return stack.subList(floor(), stack.size()).get(stack.size() - floor() - 1);
    }

    private Object pop() {
        return popLast(1)[0];
    }

    private Object[] popLast(int count) {
        if (stack.size() - floor() < count) {
            throw new IndexOutOfBoundsException();
        }
        return cut(stack.size() - count);
    }

    private Object[] popMark() {
        if (marks.isEmpty()) {
            throw new IndexOutOfBoundsException();
        }
        return cut(marks.pop());
    }

    private Object[] cut(int from) {
        List<Object> values = stack.subList(from, stack.size());
        Object[] cut = values.toArray();
        values.clear();
        return cut;
    }

    private void recall(int key) {
        Object value = memo.get(key);
        if (value == null) {
            throw new IndexOutOfBoundsException();
        }
        push(value);
    }

    @SuppressWarnings("unchecked") // all lists on the stack are made here
    private void append(Object[] values) {
        if (top() != Pickled.NOTHING) {
            ((List<Object>) top()).addAll(Arrays.asList(values));
        }
    }

    private void put(Object[] pairs) {
        if (top() != Pickled.NOTHING) {
            Pickled.Dict dict = (Pickled.Dict) top();
            for (int i = 0; i < pairs.length; i += 2) {
                dict.put(pairs[i], pairs[i + 1]);
            }
        }
    }

    private static Pickled.Global global(String module, String name) {
        Pickled.Global global = Pickled.Global.of(module, name);
        if (global == null) {
            throw new IllegalArgumentException("contains " + Untrusted.shown(module + "." + name)
                    + ", which is code and not weights: refused, nothing was run; get the model as safetensors");
        }
        return global;
    }

    /** @param id ("storage", class, name of the archive's entry, device, count) */
    private static Pickled.Storage storage(Object[] id) {
        long count = (Long) id[4];
        if (!"storage".equals(id[0]) || count < 0) {
            throw new ClassCastException();
        }
        ElementType type = ((Pickled.StorageClass) id[1]).type();
        type.count(new long[] {count});
        String key = (String) id[2];
        if (key.length() > LONGEST_NAME) {
            throw new IllegalArgumentException("contains the endless name " + Untrusted.shown(key));
        }
        return new Pickled.Storage(key, type, count);
    }

    private int u8() {
        return Byte.toUnsignedInt(in.get());
    }

    /** Integers beyond 64 bits count nothing that is of interest here. */
    private static Object integer(byte[] bytes) {
        if (bytes.length > 8) {
            return Pickled.NOTHING;
        }
        byte[] reversed = new byte[bytes.length];
        for (int i = 0; i < bytes.length; i++) {
            reversed[i] = bytes[bytes.length - 1 - i];
        }
        return bytes.length == 0 ? 0L : new BigInteger(reversed).longValue();
    }

    private byte[] bytes(int length) {
        if (length < 0 || length > in.remaining()) {
            throw new BufferUnderflowException();
        }
        byte[] bytes = new byte[length];
        in.get(bytes);
        return bytes;
    }

    private String text(int length) {
        return new String(bytes(length), StandardCharsets.UTF_8);
    }

    private void skip(int length) {
        bytes(length);
        push(Pickled.NOTHING);
    }

    private String line() {
        StringBuilder line = new StringBuilder();
        for (int c = u8(); c != '\n'; c = u8()) {
            if (line.length() == LONGEST_NAME) {
                throw new IllegalArgumentException("contains the endless name " + Untrusted.shown(line.toString()));
            }
            line.append((char) c);
        }
        return line.toString();
    }
}
