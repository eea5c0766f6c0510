# cmake -DOUTPUT=f.cc -DDIRECTORY=dir -P embed_sql.cmake: the numbered migrations as one C++ file, so that the binary needs no
# files beside it and cannot run with those of another version.
file(GLOB files ${DIRECTORY}/*.sql)
list(SORT files)
set(entries "")
set(expected 1)
foreach(file ${files})
  get_filename_component(name ${file} NAME)
  if(NOT name MATCHES "^0*([1-9][0-9]*)_[a-z0-9_]+\\.sql$" OR NOT CMAKE_MATCH_1 EQUAL expected)
    message(FATAL_ERROR "migration ${name}: expected number ${expected}")
  endif()
  file(READ ${file} text)
  string(APPEND entries "    {${CMAKE_MATCH_1}, R\"SQL(${text})SQL\", FillOf(${CMAKE_MATCH_1})},\n")
  math(EXPR expected "${expected} + 1")
endforeach()
file(WRITE ${OUTPUT} "// Made by embed_sql.cmake.
#include \"service/store/sqlite/fill_migrations.h\"
#include \"service/store/sqlite/migrate.h\"

namespace oteu::store::sqlite {

const std::vector<Migration>& Migrations() {
  static const std::vector<Migration>* const kMigrations = new std::vector<Migration>{
${entries}  };
  return *kMigrations;
}

}  // namespace oteu::store::sqlite
")
