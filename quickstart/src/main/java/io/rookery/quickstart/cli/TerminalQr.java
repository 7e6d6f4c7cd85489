package io.rookery.quickstart.cli;

import com.google.zxing.BarcodeFormat;
import com.google.zxing.EncodeHintType;
import com.google.zxing.WriterException;
import com.google.zxing.common.BitMatrix;
import com.google.zxing.qrcode.QRCodeWriter;
import io.rookery.quickstart.process.PartFailed;
import java.util.Map;

/** A QR code as text: each character is two modules, one above the other. */
final class TerminalQr {
    /** Modules of light margin; phones do with less than the standard's four. */
    private static final int MARGIN = 2;

    private TerminalQr() {}

    /** Light modules are drawn, dark ones left blank: right for a terminal with a dark background, and phones read both. */
    static String draw(String content) {
        BitMatrix modules = encode(content);
        var text = new StringBuilder();
        for (int y = 0; y < modules.getHeight(); y += 2) {
            for (int x = 0; x < modules.getWidth(); x++) {
                boolean upper = !modules.get(x, y);
                boolean lower = y + 1 >= modules.getHeight() || !modules.get(x, y + 1);
                text.append(upper ? (lower ? '█' : '▀') : (lower ? '▄' : ' '));
            }
            text.append('\n');
        }
        return text.toString();
    }

    private static BitMatrix encode(String content) {
        try {
            return new QRCodeWriter()
                    .encode(content, BarcodeFormat.QR_CODE, 0, 0, Map.of(EncodeHintType.MARGIN, MARGIN));
        } catch (WriterException e) {
            throw new PartFailed("this cannot be drawn as a QR code", e);
        }
    }
}
