import java.io.BufferedReader;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Date;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.logging.Level;
import java.util.logging.LogManager;
import javax.xml.parsers.DocumentBuilderFactory;
import org.verapdf.core.EncryptedPdfException;
import org.verapdf.core.ModelParsingException;
import org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider;
import org.verapdf.pdfa.Foundries;
import org.verapdf.pdfa.PDFAParser;
import org.verapdf.pdfa.PDFAValidator;
import org.verapdf.pdfa.flavours.PDFAFlavour;
import org.verapdf.pdfa.results.TestAssertion;
import org.verapdf.pdfa.validation.profiles.ErrorArgument;
import org.verapdf.pdfa.validation.profiles.ErrorArgumentImpl;
import org.verapdf.pdfa.validation.profiles.Profiles;
import org.verapdf.pdfa.validation.profiles.Reference;
import org.verapdf.pdfa.validation.profiles.Rule;
import org.verapdf.pdfa.validation.profiles.ValidationProfile;
import org.verapdf.pdfa.validation.profiles.Variable;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/**
 * Judges many files against PDF/A in one start of the machine.
 *
 * <p>The argument is {@code PDFA-2B} or {@code PDFA-3B}. Paths come on standard input,
 * one a line; on standard output each broken rule is a line of path, tab, words, and
 * each file ends with path, tab, "done". The profile is read with the JDK's own XML parser, because the jar carries the profile but not
 * the JAXB runtime that veraPDF would read it with.
 */
public final class VeraPdf {
  private static final String PROFILES = "/org/verapdf/pdfa/validation/";
  private static final String SPACE = "http://www.verapdf.org/ValidationProfile";

  public static void main(String[] args) throws Exception {
    LogManager.getLogManager().getLogger("").setLevel(Level.OFF);
    VeraGreenfieldFoundryProvider.initialise();
    PDFAFlavour flavour =
        args[0].equals("PDFA-3B") ? PDFAFlavour.PDFA_3_B : PDFAFlavour.PDFA_2_B;
    ValidationProfile profile = readProfile(args[0], flavour);
    BufferedReader paths =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    for (String path = paths.readLine(); path != null; path = paths.readLine()) {
      for (String fault : validate(path, profile, flavour)) {
        System.out.println(path + "\t" + fault.replaceAll("\\s+", " "));
      }
      System.out.println(path + "\tdone");
    }
  }

  private static Set<String> validate(
      String path, ValidationProfile profile, PDFAFlavour flavour) throws Exception {
    Set<String> faults = new HashSet<>();
    try (InputStream file = new FileInputStream(path);
        PDFAParser parser =
            Foundries.defaultInstance().createParser(file, flavour);
        PDFAValidator validator =
            Foundries.defaultInstance().createValidator(profile, false)) {
      for (TestAssertion a : validator.validate(parser).getTestAssertions()) {
        if (a.getStatus() == TestAssertion.Status.FAILED) {
          String id = a.getRuleId().getClause() + "-" + a.getRuleId().getTestNumber();
          faults.add(id + " " + a.getMessage());
        }
      }
    } catch (EncryptedPdfException | ModelParsingException | IOException e) {
      faults.add("unreadable " + e.getMessage());
    }
    return faults;
  }

  private static ValidationProfile readProfile(String name, PDFAFlavour flavour)
      throws Exception {
    DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
    factory.setNamespaceAware(true);
    Document xml;
    try (InputStream in = Profiles.class.getResourceAsStream(PROFILES + name + ".xml")) {
      xml = factory.newDocumentBuilder().parse(in);
    }
    Set<Rule> rules = new HashSet<>();
    for (Element e : children(xml.getDocumentElement(), "rule")) {
      rules.add(readRule(e));
    }
    Set<Variable> variables = new HashSet<>();
    for (Element e : children(xml.getDocumentElement(), "variable")) {
      variables.add(
          Profiles.variableFromValues(
              e.getAttribute("name"),
              e.getAttribute("object"),
              text(e, "defaultValue"),
              text(e, "value")));
    }
    return Profiles.profileFromValues(
        flavour,
        Profiles.profileDetailsFromValues(name, "", "", new Date(0)),
        "",
        rules,
        variables);
  }

  private static Rule readRule(Element e) {
    Element id = children(e, "id").get(0);
    List<ErrorArgument> arguments = new ArrayList<>();
    for (Element a : children(e, "argument")) {
      arguments.add(
          ErrorArgumentImpl.fromValues(a.getTextContent(), a.getAttribute("name"), null));
    }
    String deferred = e.getAttribute("deferred");
    return Profiles.ruleFromValues(
        Profiles.ruleIdFromValues(
            PDFAFlavour.Specification.valueOf(id.getAttribute("specification")),
            id.getAttribute("clause"),
            Integer.parseInt(id.getAttribute("testNumber"))),
        e.getAttribute("object"),
        deferred.isEmpty() ? null : Boolean.valueOf(deferred),
        e.getAttribute("tags"),
        text(e, "description"),
        text(e, "test"),
        Profiles.errorFromValues(text(e, "message"), arguments),
        List.<Reference>of());
  }

  private static List<Element> children(Element from, String name) {
    NodeList nodes = from.getElementsByTagNameNS(SPACE, name);
    List<Element> found = new ArrayList<>();
    for (int i = 0; i < nodes.getLength(); i++) {
      found.add((Element) nodes.item(i));
    }
    return found;
  }

  private static String text(Element from, String name) {
    List<Element> found = children(from, name);
    return found.isEmpty() ? "" : found.get(0).getTextContent();
  }
}
