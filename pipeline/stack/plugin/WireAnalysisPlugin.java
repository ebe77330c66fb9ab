package wire;

import java.io.Reader;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.analysis.TokenStream;
import org.apache.lucene.analysis.ar.ArabicAnalyzer;
import org.apache.lucene.analysis.ar.ArabicNormalizationFilter;
import org.apache.lucene.analysis.charfilter.MappingCharFilter;
import org.apache.lucene.analysis.charfilter.NormalizeCharMap;
import org.apache.lucene.analysis.core.DecimalDigitFilter;
import org.apache.lucene.analysis.de.GermanAnalyzer;
import org.apache.lucene.analysis.en.EnglishAnalyzer;
import org.apache.lucene.analysis.es.SpanishAnalyzer;
import org.apache.lucene.analysis.fa.PersianAnalyzer;
import org.apache.lucene.analysis.fr.FrenchAnalyzer;
import org.apache.lucene.analysis.it.ItalianAnalyzer;
import org.apache.lucene.analysis.miscellaneous.ASCIIFoldingFilter;
import org.apache.lucene.analysis.nl.DutchAnalyzer;
import org.apache.lucene.analysis.pt.PortugueseAnalyzer;
import org.apache.lucene.analysis.ru.RussianAnalyzer;
import org.apache.lucene.analysis.tr.TurkishAnalyzer;
import org.elasticsearch.common.settings.Settings;
import org.elasticsearch.index.analysis.AbstractCharFilterFactory;
import org.elasticsearch.index.analysis.AbstractIndexAnalyzerProvider;
import org.elasticsearch.index.analysis.AbstractTokenFilterFactory;
import org.elasticsearch.index.analysis.AnalyzerProvider;
import org.elasticsearch.index.analysis.CharFilterFactory;
import org.elasticsearch.index.analysis.TokenFilterFactory;
import org.elasticsearch.indices.analysis.AnalysisModule.AnalysisProvider;
import org.elasticsearch.plugins.AnalysisPlugin;
import org.elasticsearch.plugins.Plugin;

/** Stands in for the analyzers and filters of the full distribution, under the same names, on the same Lucene classes. */
public class WireAnalysisPlugin extends Plugin implements AnalysisPlugin {

    /** One rule of a mapping character filter: `from => to`, with \\uXXXX for a character that can't be seen. */
    private static final Pattern RULE = Pattern.compile("(.*?)\\s*=>\\s*(.*)");
    private static final Pattern CODE = Pattern.compile("\\\\u([0-9A-Fa-f]{4})");

    @Override
    public Map<String, AnalysisProvider<CharFilterFactory>> getCharFilters() {
        return Map.of("mapping", AnalysisPlugin.requiresAnalysisSettings((index, environment, name, settings) -> {
            NormalizeCharMap rules = rules(name, settings);
            return new AbstractCharFilterFactory(name) {
                @Override
                public Reader create(Reader text) {
                    return new MappingCharFilter(rules, text);
                }
            };
        }));
    }

    private static NormalizeCharMap rules(String name, Settings settings) {
        NormalizeCharMap.Builder rules = new NormalizeCharMap.Builder();
        for (String line : settings.getAsList("mappings")) {
            Matcher rule = RULE.matcher(line);
            if (!rule.matches()) {
                throw new IllegalArgumentException("[" + name + "] has no rule of the form from => to in [" + line + "]");
            }
            rules.add(character(rule.group(1)), character(rule.group(2)));
        }
        return rules.build();
    }

    private static String character(String written) {
        return CODE.matcher(written).replaceAll(code -> {
            return Matcher.quoteReplacement(String.valueOf((char) Integer.parseInt(code.group(1), 16)));
        });
    }

    @Override
    public Map<String, AnalysisProvider<TokenFilterFactory>> getTokenFilters() {
        Map<String, AnalysisProvider<TokenFilterFactory>> filters = new LinkedHashMap<>();
        filters.put("arabic_normalization", filter(ArabicNormalizationFilter::new));
        filters.put("asciifolding", filter(ASCIIFoldingFilter::new));
        filters.put("decimal_digit", filter(DecimalDigitFilter::new));
        return filters;
    }

    @Override
    public Map<String, AnalysisProvider<AnalyzerProvider<? extends Analyzer>>> getAnalyzers() {
        Map<String, AnalysisProvider<AnalyzerProvider<? extends Analyzer>>> analyzers = new LinkedHashMap<>();
        analyzers.put("arabic", analyzer(ArabicAnalyzer::new));
        analyzers.put("dutch", analyzer(DutchAnalyzer::new));
        analyzers.put("english", analyzer(EnglishAnalyzer::new));
        analyzers.put("french", analyzer(FrenchAnalyzer::new));
        analyzers.put("german", analyzer(GermanAnalyzer::new));
        analyzers.put("italian", analyzer(ItalianAnalyzer::new));
        analyzers.put("persian", analyzer(PersianAnalyzer::new));
        analyzers.put("portuguese", analyzer(PortugueseAnalyzer::new));
        analyzers.put("russian", analyzer(RussianAnalyzer::new));
        analyzers.put("spanish", analyzer(SpanishAnalyzer::new));
        analyzers.put("turkish", analyzer(TurkishAnalyzer::new));
        return analyzers;
    }

    /** A filter without parameters; one that is given a parameter refuses it, so that nothing is silently ignored. */
    private static AnalysisProvider<TokenFilterFactory> filter(UnaryOperator<TokenStream> make) {
        return (index, environment, name, settings) -> {
            refuseParameters(name, settings.keySet());
            return new AbstractTokenFilterFactory(name) {
                @Override
                public TokenStream create(TokenStream tokens) {
                    return make.apply(tokens);
                }
            };
        };
    }

    private static AnalysisProvider<AnalyzerProvider<? extends Analyzer>> analyzer(Supplier<Analyzer> make) {
        return (index, environment, name, settings) -> {
            refuseParameters(name, settings.keySet());
            return new AbstractIndexAnalyzerProvider<Analyzer>(name) {
                private final Analyzer analyzer = make.get();

                @Override
                public Analyzer get() {
                    return analyzer;
                }
            };
        };
    }

    private static void refuseParameters(String name, java.util.Set<String> given) {
        for (String parameter : given) {
            if (!parameter.equals("type") && !parameter.startsWith("index.")) { // a request without an index carries the index settings
                throw new IllegalArgumentException(
                    "[" + name + "] stands in for the full distribution's and takes no parameter, but has [" + parameter + "]"
                );
            }
        }
    }
}
