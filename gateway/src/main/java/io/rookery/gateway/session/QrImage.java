package io.rookery.gateway.session;

import com.google.zxing.BarcodeFormat;
import com.google.zxing.EncodeHintType;
import com.google.zxing.WriterException;
import com.google.zxing.common.BitMatrix;
import com.google.zxing.qrcode.QRCodeWriter;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.zip.CRC32;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;

/** A QR code as PNG: black on white, one bit per pixel, with the quiet zone. Written by hand, so that no desktop library is loaded. */
final class QrImage {
    private static final byte[] SIGNATURE = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'};
    private static final int QUIET_ZONE = 4;
    private static final int SIZE = 360;

    private QrImage() {}

    /** @throws IllegalArgumentException where the text does not fit into a QR code */
    static byte[] png(String text) {
        try {
            BitMatrix matrix = new QRCodeWriter()
                    .encode(text, BarcodeFormat.QR_CODE, SIZE, SIZE, Map.of(EncodeHintType.MARGIN, QUIET_ZONE));
            return png(matrix);
        } catch (WriterException e) {
            throw new IllegalArgumentException("the text does not fit into a QR code", e);
        }
    }

    private static byte[] png(BitMatrix matrix) {
        try {
            var header = new ByteArrayOutputStream();
            var fields = new DataOutputStream(header);
            fields.writeInt(matrix.getWidth());
            fields.writeInt(matrix.getHeight());
            fields.write(new byte[] {1, 0, 0, 0, 0}); // one bit, grey scale, deflate, no filters, not interlaced
            var file = new ByteArrayOutputStream();
            var out = new DataOutputStream(file);
            out.write(SIGNATURE);
            chunk(out, "IHDR", header.toByteArray());
            chunk(out, "IDAT", pixels(matrix));
            chunk(out, "IEND", new byte[0]);
            return file.toByteArray();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static byte[] pixels(BitMatrix matrix) throws IOException {
        var packed = new ByteArrayOutputStream();
        Deflater deflater = new Deflater(Deflater.BEST_COMPRESSION);
        try (var rows = new DeflaterOutputStream(packed, deflater)) {
            for (int y = 0; y < matrix.getHeight(); y++) {
                byte[] row = new byte[1 + (matrix.getWidth() + 7) / 8]; // the first byte: no filter
                for (int x = 0; x < matrix.getWidth(); x++)
                    if (!matrix.get(x, y)) row[1 + x / 8] |= (byte) (0x80 >> (x % 8));
                rows.write(row);
            }
        } finally {
            deflater.end();
        }
        return packed.toByteArray();
    }

    private static void chunk(DataOutputStream out, String type, byte[] content) throws IOException {
        byte[] name = type.getBytes(StandardCharsets.US_ASCII);
        CRC32 sum = new CRC32();
        sum.update(name);
        sum.update(content);
        out.writeInt(content.length);
        out.write(name);
        out.write(content);
        out.writeInt((int) sum.getValue());
    }
}
