package io.rookery.http;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Says what bytes are, by their first few thousand. A closed list of the kinds that WhatsApp knows: what is not recognised is
 * {@code application/octet-stream} or text, and so never passes for an image, a video or a voice.
 */
public final class ContentSniffer {
    /** How many bytes are looked at. */
    static final int HEAD = 8192;

    static final String UNKNOWN = "application/octet-stream";

    private record Magic(String bytes, String type) {}

    /** The bytes are characters of ISO 8859-1, one each. */
    private static final List<Magic> MAGIC = List.of(
            new Magic("\u00FF\u00D8\u00FF", "image/jpeg"),
            new Magic("\u0089PNG\r\n\u001A\n", "image/png"),
            new Magic("GIF87a", "image/gif"),
            new Magic("GIF89a", "image/gif"),
            new Magic("II*\0", "image/tiff"),
            new Magic("MM\0*", "image/tiff"),
            new Magic("fLaC", "audio/flac"),
            new Magic("#!AMR\n", "audio/amr"),
            new Magic("#!AMR-WB\n", "audio/amr-wb"),
            new Magic("ID3", "audio/mpeg"),
            new Magic("%PDF-", "application/pdf"),
            new Magic("\u00D0\u00CF\u0011\u00E0\u00A1\u00B1\u001A\u00E1", "application/x-ole-storage"),
            new Magic("\u001F\u008B\b", "application/gzip"),
            new Magic("7z\u00BC\u00AF'\u001C", "application/x-7z-compressed"),
            new Magic("Rar!\u001A\u0007", "application/vnd.rar"));

    /** The first entry of such files has this name and is stored as it is; the next entry begins with a capital letter. */
    private static final Pattern DECLARED_IN_ZIP = Pattern.compile(
            ".{30}mimetype(application/(?:vnd\\.oasis\\.opendocument\\.[a-z-]+|epub\\+zip))", Pattern.DOTALL);

    private static final String OFFICE = "application/vnd.openxmlformats-officedocument.";

    private ContentSniffer() {}

    /** What a file is, by its first bytes. */
    public static String typeOf(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            return typeOf(in.readNBytes(HEAD));
        }
    }

    /** @param head the first {@link #HEAD} bytes, or all where there are fewer */
    static String typeOf(byte[] head) {
        String text = new String(head, StandardCharsets.ISO_8859_1);
        for (Magic magic : MAGIC) {
            if (text.startsWith(magic.bytes())) return magic.type();
        }
        if (text.startsWith("RIFF")) return riff(text);
        if (text.startsWith("OggS")) return ogg(text);
        if (text.startsWith("ftyp", 4)) return isoMedia(text);
        if (text.startsWith("\u001AE\u00DF\u00A3")) return text.contains("webm") ? "video/webm" : "video/matroska";
        if (text.startsWith("PK\u0003\u0004") || text.startsWith("PK\u0005\u0006")) return zip(text);
        if (head.length >= 4 && (head[0] & 0xFF) == 0xFF) return audioFrame(head);
        return text(head);
    }

    private static String riff(String text) {
        if (text.startsWith("WEBP", 8)) return "image/webp";
        if (text.startsWith("WAVE", 8)) return "audio/wav";
        return text.startsWith("AVI ", 8) ? "video/x-msvideo" : UNKNOWN;
    }

    /** The first page holds one packet, which names the codec. */
    private static String ogg(String text) {
        String page = text.substring(0, Math.min(text.length(), 512));
        if (page.contains("OpusHead")) return "audio/ogg; codecs=opus";
        if (page.contains("\u0001vorbis") || page.contains("Speex   ") || page.contains("\u007FFLAC"))
            return "audio/ogg";
        return page.contains("\u0080theora") ? "video/ogg" : "application/ogg";
    }

    /** By the major brand; most cameras and encoders have one of their own, and mean MP4. */
    private static String isoMedia(String text) {
        if (text.length() < 12) return UNKNOWN;
        String brand = text.substring(8, 12);
        if (brand.equals("qt  ")) return "video/quicktime";
        if (brand.startsWith("3g")) return "video/3gpp";
        return switch (brand) {
            case "M4A ", "M4B ", "M4P ", "F4A " -> "audio/mp4";
            case "avif", "avis" -> "image/avif";
            case "heic", "heix", "hevc", "hevx", "mif1", "msf1" -> "image/heic";
            case "jp2 ", "crx " -> UNKNOWN;
            default -> "video/mp4";
        };
    }

    private static String zip(String text) {
        Matcher declared = DECLARED_IN_ZIP.matcher(text);
        if (declared.lookingAt()) return declared.group(1);
        if (!text.contains("[Content_Types].xml") && !text.contains("_rels/.rels")) return "application/zip";
        if (text.contains("word/")) return OFFICE + "wordprocessingml.document";
        if (text.contains("xl/")) return OFFICE + "spreadsheetml.sheet";
        return text.contains("ppt/") ? OFFICE + "presentationml.presentation" : "application/zip";
    }

    /** MP3 and AAC without a container: eleven or twelve set bits, and fields that have forbidden values. */
    private static String audioFrame(byte[] head) {
        int second = head[1] & 0xFF;
        int third = head[2] & 0xFF;
        boolean adts = (second & 0xF6) == 0xF0 && (third >> 2 & 0xF) <= 12;
        if (adts) return "audio/aac";
        boolean layerThree = (second & 0xE6) == 0xE2 && (second & 0x18) != 0x08;
        boolean valid = third >> 4 != 0xF && third >> 4 != 0 && (third >> 2 & 3) != 3;
        return layerThree && valid ? "audio/mpeg" : UNKNOWN;
    }

    private static String text(byte[] head) {
        if (head.length == 0) return UNKNOWN;
        CharBuffer characters = CharBuffer.allocate(head.length);
        // The last character may be cut off: what is left over then is shorter than a character.
        var result = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(head), characters, head.length < HEAD);
        try {
            if (result.isError()) result.throwException();
        } catch (CharacterCodingException e) {
            return UNKNOWN;
        }
        String text = characters.flip().toString();
        if (text.chars().anyMatch(c -> c < ' ' && c != '\n' && c != '\r' && c != '\t' && c != '\f')) return UNKNOWN;
        return markup(text.replace("\uFEFF", "").stripLeading().toLowerCase(Locale.ROOT));
    }

    private static String markup(String text) {
        boolean html = List.of(
                        "<!doctype html", "<html", "<head", "<body", "<script", "<iframe", "<title", "<meta", "<!--")
                .stream()
                .anyMatch(text::startsWith);
        if (html || text.contains("<html")) return "text/html";
        if (text.startsWith("<svg") || text.startsWith("<?xml") && text.contains("<svg")) return "image/svg+xml";
        return text.startsWith("<?xml") ? "text/xml" : "text/plain";
    }
}
