package io.rookery.simulator.http;

import com.google.zxing.BarcodeFormat;
import com.google.zxing.EncodeHintType;
import com.google.zxing.WriterException;
import com.google.zxing.common.BitMatrix;
import com.google.zxing.qrcode.QRCodeWriter;
import io.vertx.core.json.JsonArray;
import java.util.Map;

/** The modules of a QR code, which the page paints. */
final class QrMatrix {

    private QrMatrix() {}

    /** @return one text of {@code 0} and {@code 1} per row */
    static JsonArray rows(String text) {
        BitMatrix matrix;
        try {
            matrix = new QRCodeWriter().encode(text, BarcodeFormat.QR_CODE, 0, 0, Map.of(EncodeHintType.MARGIN, 4));
        } catch (WriterException tooLong) {
            throw new IllegalArgumentException("this text does not fit into a QR code", tooLong);
        }
        JsonArray rows = new JsonArray();
        for (int y = 0; y < matrix.getHeight(); y++) {
            StringBuilder row = new StringBuilder();
            for (int x = 0; x < matrix.getWidth(); x++) {
                row.append(matrix.get(x, y) ? '1' : '0');
            }
            rows.add(row.toString());
        }
        return rows;
    }
}
