package dev.goldpan.world;

/** A rectangle in pixels of the picture, x to the right and y down; the far edges are exclusive. */
public record Box(double x0, double y0, double x1, double y1) {

    public double width() {
        return x1 - x0;
    }

    public double height() {
        return y1 - y0;
    }

    public double area() {
        return width() * height();
    }

    public double centreX() {
        return (x0 + x1) / 2;
    }

    public double centreY() {
        return (y0 + y1) / 2;
    }

    /** Area shared with another box. */
    public double overlap(Box other) {
        double w = Math.min(x1, other.x1) - Math.max(x0, other.x0);
        double h = Math.min(y1, other.y1) - Math.max(y0, other.y0);
        return w > 0 && h > 0 ? w * h : 0;
    }

    /** Intersection over union, 0 to 1. */
    public double iou(Box other) {
        double shared = overlap(other);
        return shared / (area() + other.area() - shared);
    }

    /** The same box elsewhere. */
    public Box moved(double dx, double dy) {
        return new Box(x0 + dx, y0 + dy, x1 + dx, y1 + dy);
    }
}
