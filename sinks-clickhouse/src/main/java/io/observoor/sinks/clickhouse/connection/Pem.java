package io.observoor.sinks.clickhouse.connection;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads certificates and private keys from PEM files. Messages never show file contents. */
final class Pem {
  private static final Pattern BLOCK =
      Pattern.compile("-----BEGIN ([A-Z0-9 ]+)-----([^-]*)-----END \\1-----");

  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Block(String type, byte[] bytes) {}

  private Pem() {}

  /** Returns all certificates of a file, at least one. */
  static List<Certificate> certificates(Path file) throws IOException, GeneralSecurityException {
    CertificateFactory factory = CertificateFactory.getInstance("X.509");
    List<Certificate> certificates = new ArrayList<>();
    for (Block block : blocks(file)) {
      if (block.type().equals("CERTIFICATE")) {
        certificates.add(factory.generateCertificate(new ByteArrayInputStream(block.bytes())));
      }
    }
    if (certificates.isEmpty()) {
      throw new IOException(file + " holds no CERTIFICATE in PEM");
    }
    return certificates;
  }

  /** Returns the private key of a file: PKCS#8, PKCS#1 (RSA) or SEC1 (EC). */
  static PrivateKey privateKey(Path file) throws IOException, GeneralSecurityException {
    for (Block block : blocks(file)) {
      switch (block.type()) {
        case "PRIVATE KEY" -> {
          return key(file, block.bytes());
        }
        case "RSA PRIVATE KEY" -> {
          return key(file, Pkcs8.wrapRsa(block.bytes()));
        }
        case "EC PRIVATE KEY" -> {
          return key(file, Pkcs8.wrapEc(block.bytes()));
        }
        case "ENCRYPTED PRIVATE KEY" ->
            throw new IOException(
                file + " is encrypted (decrypt it: openssl pkey -in FILE -out FILE)");
        default -> {}
      }
    }
    throw new IOException(file + " holds no PRIVATE KEY in PEM");
  }

  private static PrivateKey key(Path file, byte[] pkcs8)
      throws IOException, GeneralSecurityException {
    PKCS8EncodedKeySpec spec = new PKCS8EncodedKeySpec(pkcs8);
    for (String algorithm : List.of("RSA", "EC", "EdDSA")) {
      try {
        return KeyFactory.getInstance(algorithm).generatePrivate(spec);
      } catch (InvalidKeySpecException e) {
        // another algorithm
      }
    }
    throw new IOException(file + " holds a private key that is not RSA, EC or EdDSA");
  }

  private static List<Block> blocks(Path file) throws IOException {
    List<Block> blocks = new ArrayList<>();
    Matcher matcher = BLOCK.matcher(read(file));
    while (matcher.find()) {
      try {
        blocks.add(new Block(matcher.group(1), Base64.getMimeDecoder().decode(matcher.group(2))));
      } catch (IllegalArgumentException e) {
        throw new IOException(file + " is not valid PEM: " + e.getMessage(), e);
      }
    }
    return blocks;
  }

  private static String read(Path file) throws IOException {
    try {
      return Files.readString(file);
    } catch (NoSuchFileException e) {
      throw new IOException(file + " does not exist", e);
    } catch (AccessDeniedException e) {
      throw new IOException(file + " cannot be read: permission denied", e);
    }
  }
}
