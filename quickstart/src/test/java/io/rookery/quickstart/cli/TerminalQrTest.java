package io.rookery.quickstart.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.zxing.BinaryBitmap;
import com.google.zxing.DecodeHintType;
import com.google.zxing.RGBLuminanceSource;
import com.google.zxing.common.HybridBinarizer;
import com.google.zxing.qrcode.QRCodeReader;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TerminalQrTest {
    private static final int SCALE = 4;

    @Test
    void aPhoneReadsWhatIsDrawn() throws Exception {
        String content = "2@Zm9v/YmFy+c2VjcmV0,a2V5,aWQ=,YWR2";
        List<String> lines = TerminalQr.draw(content).lines().toList();
        int width = lines.getFirst().length() * SCALE;
        int height = lines.size() * 2 * SCALE;
        int[] pixels = new int[width * height];
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                char drawn = lines.get(y / SCALE / 2).charAt(x / SCALE);
                boolean upper = y / SCALE % 2 == 0;
                boolean light = drawn == '█' || drawn == (upper ? '▀' : '▄');
                pixels[y * width + x] = light ? 0xFFFFFF : 0;
            }
        }
        var image = new BinaryBitmap(new HybridBinarizer(new RGBLuminanceSource(width, height, pixels)));
        assertThat(new QRCodeReader()
                        .decode(image, Map.of(DecodeHintType.TRY_HARDER, true))
                        .getText())
                .isEqualTo(content);
    }
}
